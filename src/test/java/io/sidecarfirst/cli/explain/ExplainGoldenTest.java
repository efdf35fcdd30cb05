package io.sidecarfirst.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.explain.Explainer;
import io.sidecarfirst.explain.Explanation;
import io.sidecarfirst.explain.ExplanationJson;
import io.sidecarfirst.explain.ExplanationText;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.explain.hazard.Hazards;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.goldens.Golden;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.goldens.GoldenInput;
import io.sidecarfirst.manifest.Format;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.observed.ClusterVersions;
import io.sidecarfirst.observed.KubernetesVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What {@code explain} prints, word for word; and that it never contradicts the plan. */
class ExplainGoldenTest {
    static Stream<GoldenInput> inputs() {
        return GoldenInput.in("explain", ".txt", ".json");
    }

    static Stream<Golden> goldens() {
        return Golden.all();
    }

    private static List<Explanation> explain(GoldenInput input) {
        Explainer explainer = new Explainer(Gates.DEFAULT, Programs.KNOWN, Hazards.IN_ORDER);
        KubernetesVersion version =
                input.header("kube-version").flatMap(KubernetesVersion::parse).orElse(null);
        List<Explanation> explanations = new ArrayList<>();
        for (JsonNode document : Manifest.parse(input.text()).trees()) {
            WorkloadTargets.of(Workloads.in(document), document, ClusterVersions.all(version))
                    .forEach(target -> explanations.add(explainer.explain(target, GoldenInput.NOW)));
        }
        return explanations;
    }

    @ParameterizedTest
    @MethodSource("inputs")
    @Tag(GoldenFile.TAG)
    void text(GoldenInput input) {
        input.output(".txt")
                .assertHolds(ExplanationText.join(explain(input).stream()
                        .map(explanation -> ExplanationText.of(explanation, input.toString(), 100, false))
                        .toList()));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    @Tag(GoldenFile.TAG)
    void json(GoldenInput input) {
        input.output(".json").assertHolds(Format.JSON.write(ExplanationJson.of(explain(input))));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void noLineIsWiderThanTheTerminalUnlessItIsOneWord(GoldenInput input) {
        for (Explanation explanation : explain(input)) {
            assertThat(ExplanationText.of(explanation, "f", 72, false).lines())
                    .allSatisfy(line -> assertThat(line.length() <= 72
                                    || line.contains("https://")
                                    || line.contains("metadata.annotations")
                                    || line.contains("sidecar-first.io/"))
                            .as(line)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void coloursChangeNothingElse(GoldenInput input) {
        for (Explanation explanation : explain(input)) {
            String plain = ExplanationText.of(explanation, "f", 100, false);
            String coloured = ExplanationText.of(explanation, "f", 100, true);
            assertThat(plain).doesNotContain("\u001B");
            assertThat(coloured).contains("\u001B");
            assertThat(coloured.replaceAll("\u001B\\[\\d+m", "")).isEqualTo(plain);
        }
    }

    /** On every Pod of the decision's own goldens. */
    @ParameterizedTest
    @MethodSource("goldens")
    void itAgreesWithThePlan(Golden golden) {
        Pod pod = Pod.of(golden.pod());
        Plan plan = golden.gate().plan(pod);
        Explanation explanation = new Explainer(golden.gate(), Programs.KNOWN, Hazards.IN_ORDER)
                .explain(
                        new Target(
                                "Pod",
                                golden.name(),
                                null,
                                "metadata.annotations",
                                pod,
                                null,
                                null,
                                ClusterVersions.all(new KubernetesVersion(33, 1)),
                                Map.of(),
                                List.of()),
                        GoldenInput.NOW);
        assertThat(explanation.sidecars().stream().map(Explanation.Sidecar::verdict))
                .containsExactlyElementsOf(plan.verdicts());
        String text = ExplanationText.of(explanation, golden.name(), 80, false);
        for (Verdict verdict : plan.verdicts()) {
            String name = "  " + verdict.sidecar().name() + ": ";
            if (verdict instanceof Verdict.Gated gated) {
                assertThat(text).contains(name + "gated by its " + gated.source());
            } else {
                assertThat(text)
                        .contains(name)
                        .containsAnyOf(
                                "(" + ((Verdict.Skipped) verdict).reason().id() + ")",
                                name + "gated by sidecar-first, by its ");
            }
        }
        assertThat(ExplanationJson.of(List.of(explanation))
                        .at("/explanations/0/sidecars")
                        .size())
                .isEqualTo(plan.verdicts().size());
    }

    /** And what it explains of the patched Pod is what was decided. */
    @ParameterizedTest
    @MethodSource("goldens")
    void aGatedPodIsExplainedAsGated(Golden golden) {
        Plan before = golden.gate().plan(Pod.of(golden.pod()));
        if (before.denial().isPresent()) {
            return;
        }
        Explanation after = new Explainer(golden.gate(), Programs.KNOWN, Hazards.IN_ORDER)
                .explain(
                        new Target(
                                "Pod",
                                golden.name(),
                                null,
                                "metadata.annotations",
                                Pod.of(golden.expected().pod()),
                                null,
                                null,
                                ClusterVersions.UNKNOWN,
                                Map.of(),
                                List.of()),
                        GoldenInput.NOW);
        for (int i = 0; i < before.verdicts().size(); i++) {
            if (before.verdicts().get(i) instanceof Verdict.Gated gated) {
                assertThat(after.sidecars().get(i).source()).contains(gated.source());
                assertThat(after.sidecars().get(i).isGated()).isTrue();
            }
        }
    }
}
