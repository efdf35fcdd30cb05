package io.sidecarfirst.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.veto.Vetoes;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The text of policies; that they decide as the webhook does is {@code PolicyClusterTest}'s part. */
class PolicyTest {
    private static final Path FOLDER = Path.of("src/test/resources/policy");

    private static final Settings TUNED =
            new Settings(3600, new Timing(2, 3, 4, 200), true, ReleaseAfter.DEFAULTS, GateMode.PROBE, null);

    private static final Programs MORE =
            Programs.KNOWN.with(List.of(Program.onLoopback("my-proxy=--bind,MY_BIND,&address=")));

    @Test
    @Tag(GoldenFile.TAG)
    void underTheDefaultSettings() {
        assertGolden("default.yaml", new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, Policy.DEFAULT_NAME));
    }

    @Test
    @Tag(GoldenFile.TAG)
    void underOtherSettings() {
        assertGolden("tuned.yaml", new Policy(TUNED, MORE, ApiVersion.V1BETA1, "gate.shop"));
    }

    private static void assertGolden(String name, Policy policy) {
        new GoldenFile(FOLDER.resolve(name)).assertHolds(policy.text());
    }

    @Test
    void theVersionsDifferInTheirNameOnly() {
        assertThat(new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1BETA1, "p").text())
                .isEqualTo(new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, "p")
                        .text()
                        .replace("admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1beta1"));
    }

    @Test
    void isAPolicyAndTwoBindings() {
        assertThat(Manifest.parse(new Policy(TUNED, MORE, ApiVersion.V1, "p").text())
                        .trees())
                .map(tree -> tree.path("kind").stringValue())
                .containsExactly(
                        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding");
    }

    /** What YAML takes for a comment is a mistake in CEL, whose comments begin with two slashes. */
    @Test
    void noExpressionHasAComment() {
        JsonNode policy = Manifest.parse(new Policy(TUNED, MORE, ApiVersion.V1, "p").text())
                .trees()
                .get(0);
        assertThat(policy.findValuesAsString("expression"))
                .hasSizeGreaterThan(30)
                .allSatisfy(expression -> assertThat(expression.lines())
                        .noneMatch(line -> line.strip().startsWith("#")));
    }

    /** Whoever adds a veto in Java comes by here. */
    @Test
    void everyVetoHasItsCel() throws IOException {
        assertThat(notes("## gate\\.veto\\.(\\w+)$"))
                .containsExactlyElementsOf(Vetoes.inOrder(Programs.KNOWN).stream()
                        .map(veto -> veto.getClass().getSimpleName())
                        .toList());
    }

    @Test
    void theClassesThatTheTemplateFollowsAreThere() throws IOException {
        assertThat(notes("(?<=[ (])(gate\\.[a-z.]*[A-Z]\\w+)"))
                .isNotEmpty()
                .allSatisfy(name -> assertThatNoException().isThrownBy(() -> Class.forName("io.sidecarfirst." + name)));
    }

    /** What a pattern's first group finds in the comments that are not printed. */
    private static List<String> notes(String pattern) throws IOException {
        return Files.readString(Path.of("src/main/resources/io/sidecarfirst/policy/policy.yaml"))
                .lines()
                .filter(line -> line.strip().startsWith("##"))
                .flatMap(line -> Pattern.compile(pattern).matcher(line).results())
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void programsAreFoundByTheirImagesAndCommands() {
        assertThat(new Policy(TUNED, MORE, ApiVersion.V1, "p").text())
                .contains("'my-proxy': ['my-proxy']")
                .contains("'kubectl': ['kubectl-proxy', 'kubectl-port-forward']")
                .contains("'proxy': ['azwi-proxy', 'linkerd-proxy']")
                .contains("'my-proxy': {'images': dyn(['my-proxy']), 'closed': dyn(true), "
                        + "'unless': dyn(['--bind', 'MY_BIND', '&address=']), 'pieces': dyn(['&address='])}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gate", "a_b", "-a", "a.", "a: b"})
    void anImpossibleNameIsRefused(String name) {
        assertThatThrownBy(() -> new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name: ");
    }

    @Test
    void aNameLeavesRoomForThatOfTheSecondBinding() {
        assertThat(new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, "a".repeat(246)).text())
                .contains("a".repeat(246) + "-canary");
        assertThatThrownBy(() -> new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, "a".repeat(247)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
