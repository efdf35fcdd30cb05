package io.sidecarfirst.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.gate.LoopbackImage;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of policies; that they decide as the webhook does is {@code PolicyClusterTest}'s part. */
class PolicyTest {
    private static final Path FOLDER = Path.of("src/test/resources/policy");

    private static final Settings TUNED = new Settings(
            3600,
            new Timing(OptionalInt.of(2), OptionalInt.of(3), OptionalInt.of(4), OptionalInt.of(200)),
            true,
            List.of(new LoopbackImage("my-proxy", List.of("--bind", "MY_BIND", "&address="))));

    @Test
    void underTheDefaultSettings() throws IOException {
        assertGolden("default.yaml", new Policy(Settings.DEFAULTS, ApiVersion.V1, Policy.DEFAULT_NAME));
    }

    @Test
    void underOtherSettings() throws IOException {
        assertGolden("tuned.yaml", new Policy(TUNED, ApiVersion.V1BETA1, "gate.shop"));
    }

    private static void assertGolden(String name, Policy policy) throws IOException {
        Path file = FOLDER.resolve(name);
        if ("refresh".equals(System.getProperty("policy"))) {
            Files.writeString(file, policy.text());
        }
        assertThat(policy.text())
                .as("refresh with: mvn -q test -Dtest=PolicyTest -Dpolicy=refresh")
                .isEqualTo(Files.readString(file));
    }

    @Test
    void theVersionsDifferInTheirNameOnly() {
        assertThat(new Policy(Settings.DEFAULTS, ApiVersion.V1BETA1, "p").text())
                .isEqualTo(new Policy(Settings.DEFAULTS, ApiVersion.V1, "p")
                        .text()
                        .replace("admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1beta1"));
    }

    @Test
    void isAPolicyAndTwoBindings() {
        assertThat(Manifest.parse(new Policy(TUNED, ApiVersion.V1, "p").text()).trees())
                .map(tree -> tree.path("kind").stringValue())
                .containsExactly(
                        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding");
    }

    @Test
    void itsHeadAndThePageListEveryDifference() throws IOException {
        String head = new Policy(Settings.DEFAULTS, ApiVersion.V1, "p").text().replaceAll("\n# +", " ");
        String page = Files.readString(Path.of("docs/policy.md"));
        for (Difference difference : Difference.values()) {
            assertThat(head).contains(difference.id() + ": " + difference.text());
            assertThat(page).contains("| `" + difference.id() + "` | " + difference.text() + " |");
        }
    }

    @Test
    void withoutLoopbackImages() {
        Settings none = new Settings(60, Timing.DERIVED, false, List.of());
        assertThat(new Policy(none, ApiVersion.V1, "p").text()).contains("variables.sidecars.map(s, false)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Gate", "a_b", "-a", "a.", "a: b"})
    void anImpossibleNameIsRefused(String name) {
        assertThatThrownBy(() -> new Policy(Settings.DEFAULTS, ApiVersion.V1, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("name: ");
    }

    @Test
    void aNameLeavesRoomForThatOfTheSecondBinding() {
        assertThat(new Policy(Settings.DEFAULTS, ApiVersion.V1, "a".repeat(246)).text())
                .contains("a".repeat(246) + "-canary");
        assertThatThrownBy(() -> new Policy(Settings.DEFAULTS, ApiVersion.V1, "a".repeat(247)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPlaceWithoutAValueIsAMistake() {
        assertThatThrownBy(() -> Cel.of("${there} ${missing}", "there", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("${missing}");
    }
}
