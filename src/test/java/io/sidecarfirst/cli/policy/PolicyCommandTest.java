package io.sidecarfirst.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Difference;
import io.sidecarfirst.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code policy} as it is typed. */
class PolicyCommandTest {

    @Test
    void printsThePolicyAndNothingElse() {
        Cli.Run run = Cli.run("policy");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .isEqualTo(new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, Policy.DEFAULT_NAME).text());
    }

    @Test
    void takesTheSettingsOfTheServer(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("settings.yaml"), "period-seconds: 7\nloopback-images: [mine]\n");
        Cli.Run run = Cli.with(Map.of("SIDECAR_FIRST_TIMEOUT_SECONDS", "9"))
                .execute("policy", "--config", file.toString(), "--startup-budget-seconds=1234");
        assertThat(run.code()).isZero();
        assertThat(run.out().replace("\n# ", " "))
                .contains("startup-budget-seconds=1234, period-seconds=7, timeout-seconds=9")
                .contains("timeout-seconds=9, programs=mine")
                .contains("'mine': ['mine']");
    }

    /** A file of the server's settings may say it, and is of use all the same. */
    @Test
    void saysThatItAddsNoGateContainer() {
        Cli.Run run = Cli.run("policy", "--gate", "container", "--gate-image", "gate:1");
        assertThat(run.code()).isZero();
        assertThat(run.err())
                .isEqualTo("sidecar-first: gate: a policy makes startupProbes only; container has no effect\n");
        assertThat(run.out()).isEqualTo(Cli.run("policy").out());
    }

    @Test
    void writesForTheBetaUnderAnotherName() {
        Cli.Run run = Cli.run("policy", "--api-version", "v1beta1", "--name", "gates");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("apiVersion: admissionregistration.k8s.io/v1beta1\n")
                .doesNotContain("apiVersion: admissionregistration.k8s.io/v1\n")
                .contains("  policyName: gates\n");
    }

    @Test
    void writesForAFile() {
        Cli.Run run = Cli.run("policy", "--static");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .isEqualTo(Cli.run("policy")
                        .out()
                        .replace("name: sidecar-first-canary\n", "name: sidecar-first-canary.static.k8s.io\n")
                        .replaceAll("(?m)^(  name|  policyName): sidecar-first$", "$1: sidecar-first.static.k8s.io"))
                .contains("  policyName: sidecar-first.static.k8s.io\n")
                // What only objects in the API may have.
                .doesNotContain("paramKind", "paramRef");
        assertThat(Cli.run("policy", "--static", "--name", "sidecar-first.static.k8s.io")
                        .out())
                .isEqualTo(run.out());
    }

    @Test
    void listsTheDifferences() {
        Cli.Run run = Cli.run("policy", "--differences");
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(Difference.values().length).allMatch(line -> line.matches("[a-z-]+: .*"));
    }

    @Test
    void misuseIsOneLineThatSaysWhatIsAllowed() {
        assertMisuse("allowed: v1, v1beta1", "policy", "--api-version", "v2");
        assertMisuse("name: .static.k8s.io at the end is for files", "policy", "--name", "a.static.k8s.io");
        assertMisuse("api-version: files are read as v1 only", "policy", "--static", "--api-version", "v1beta1");
        assertMisuse("name: cannot be the name of an object", "policy", "--name", "No");
        assertMisuse("period-seconds: 0 is out of range", "policy", "--period-seconds", "0");
    }

    private static void assertMisuse(String line, String... args) {
        Cli.Run run = Cli.run(args);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("sidecar-first: ").contains(line).contains("policy --help");
    }

    @Test
    void helpHasExamples() {
        Cli.Run run = Cli.run("policy", "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("sidecar-first policy | kubectl apply -f -");
    }
}
