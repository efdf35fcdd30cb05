package io.sidecarfirst.fuzz;

import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.manifest.AddedText;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Removal;
import io.sidecarfirst.manifest.WithoutEmpty;
import io.sidecarfirst.manifest.Workload;
import io.sidecarfirst.manifest.Workloads;
import io.sidecarfirst.manifest.yaml.ManifestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes of a file that {@code inject} is given. It says in one line why it cannot read them; or what comes out
 * means the same with the gates in, keeps all that was there, and stays as it is when it is injected into again; and
 * {@code uninject} gives back what it meant.
 */
public final class InjectFuzzer {
    private static final Injection INJECTION = new Injection(Gates.DEFAULT);

    private InjectFuzzer() {}

    /** Takes an input; {@link AssertionError} where something that must hold does not. */
    public static void fuzzerTestOneInput(byte[] file) {
        Manifest manifest;
        try {
            manifest = Manifest.parse(file);
        } catch (ManifestException e) {
            Invariant.isOneLine(String.valueOf(e.getMessage()));
            return;
        }
        String before = manifest.text();
        Invariant.holds(
                Arrays.equals(before.getBytes(StandardCharsets.UTF_8), file), () -> "read as another text: " + before);
        Gated expected = Gated.of(manifest);
        Injection.Result result = INJECTION.into(manifest);
        String after = result.manifest().text();
        Manifest injected = Manifest.parse(after);
        Invariant.holds(
                meanTheSame(injected.trees(), expected.trees()),
                () -> before + "\nbecame\n" + after + "\nand should mean\n" + expected.trees());
        comesBack(manifest, injected);
        if (expected.replaces()) {
            return;
        }
        Invariant.holds(
                !result.notices().isEmpty() || AddedText.onlyAdds(before, after),
                () -> before + "\nlost something in\n" + after);
        Invariant.holds(INJECTION.into(injected).manifest().text().equals(after), () -> "changed again: " + after);
    }

    /** But for null, and maps with nothing in them; and for the label, which inject sets right where it is wrong. */
    private static void comesBack(Manifest manifest, Manifest injected) {
        Manifest back = Manifest.parse(Removal.from(injected).manifest().text());
        Invariant.holds(
                Removal.from(back).manifest().text().equals(back.text()), () -> "taken out of again: " + back.text());
        if (Removal.from(manifest).found().isEmpty() && !manifest.text().contains(WellKnown.GATED_LABEL)) {
            Invariant.holds(
                    meanTheSame(withoutEmpty(back), withoutEmpty(manifest)),
                    () -> manifest.text() + "\nbecame\n" + injected.text() + "\nand then\n" + back.text());
        }
    }

    private static List<JsonNode> withoutEmpty(Manifest manifest) {
        return manifest.trees().stream().map(WithoutEmpty::of).toList();
    }

    private static boolean meanTheSame(List<JsonNode> trees, List<JsonNode> others) {
        boolean same = trees.size() == others.size();
        for (int i = 0; same && i < trees.size(); i++) {
            same = trees.get(i).equals(InjectFuzzer::compareMeaning, others.get(i));
        }
        return same;
    }

    /** 0 where two values that are no containers mean the same; 1.0 and 1.00 do. */
    private static int compareMeaning(JsonNode one, JsonNode other) {
        boolean same = (one.isBigDecimal() && other.isBigDecimal())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
        return same ? 0 : 1;
    }

    /**
     * What should come out.
     *
     * @param trees the documents with the gates in; no text is edited for them
     * @param replaces whether something is there already where a gate or a status goes, such as null
     */
    private record Gated(List<JsonNode> trees, boolean replaces) {
        static Gated of(Manifest manifest) {
            List<JsonNode> trees = new ArrayList<>();
            boolean replaces = false;
            for (JsonNode original : manifest.trees()) {
                JsonNode tree = original.deepCopy();
                List<Workload> workloads = new ArrayList<>(Workloads.in(tree).found());
                // A Pod may stand in another, which is replaced by a copy below.
                Collections.reverse(workloads);
                for (Workload workload : workloads) {
                    Pod pod = Pod.of(workload.pod());
                    Patch patch = Patch.of(Gates.DEFAULT.plan(pod), pod);
                    replaces |= patch.operations().stream()
                            .anyMatch(add -> !workload.pod()
                                    .at(JsonPointer.compile(add.path()))
                                    .isMissingNode());
                    ObjectNode gated = GatedPod.of(workload.pod(), patch);
                    workload.pod().removeAll().setAll(gated);
                }
                trees.add(tree);
            }
            return new Gated(trees, replaces);
        }
    }
}
