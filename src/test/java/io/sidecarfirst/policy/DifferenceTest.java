package io.sidecarfirst.policy;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.goldens.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of the differences, wherever it is said, comes from {@link Difference} and from this table. */
public class DifferenceTest {
    /** The goldens that a policy decides otherwise than the webhook, and why; {@code PolicyClusterTest} holds it. */
    public static final Map<String, Difference> GOLDENS = Map.ofEntries(
            entry("container-all-sources", Difference.NO_GATE_CONTAINER),
            entry("container-behind-mesh-proxy", Difference.NO_GATE_CONTAINER),
            entry("container-by-annotation", Difference.NO_GATE_CONTAINER),
            entry("container-copy-with-old-checks", Difference.NO_GATE_CONTAINER),
            entry("container-exec-stays-a-probe", Difference.NO_GATE_CONTAINER),
            entry("container-guaranteed", Difference.NO_GATE_CONTAINER),
            entry("container-init-container-after", Difference.NO_GATE_CONTAINER),
            entry("container-init-container-between", Difference.NO_GATE_CONTAINER),
            entry("container-init-container-between-loopback", Difference.NO_GATE_CONTAINER),
            entry("container-loopback", Difference.NO_GATE_CONTAINER),
            entry("container-port-that-nobody-opens", Difference.NO_GATE_CONTAINER),
            entry("container-second-pass-new-sidecar", Difference.NO_GATE_CONTAINER),
            entry("container-value-unknown", Difference.NO_GATE_CONTAINER),
            entry("container-variables-in-a-check", Difference.NO_GATE_CONTAINER),
            entry("container-waits-for-main", Difference.NO_GATE_CONTAINER),
            entry("strict-bad-value", Difference.NO_STRICT),
            entry("probe-annotation-strict", Difference.NO_STRICT),
            entry("client-of-main-in-scripts", Difference.COARSE_CLIENT),
            entry("client-variables-do-not-count", Difference.COARSE_CLIENT),
            entry("dapr-checks-without-main", Difference.COARSE_CLIENT),
            entry("loopback-but-listens", Difference.COARSE_LOOPBACK),
            entry("loopback-notations", Difference.COARSE_PORT),
            entry("loopback-places", Difference.COARSE_LOOPBACK),
            entry("loopback-programs", Difference.COARSE_PROGRAMS),
            entry("loopback-word-is-no-address", Difference.COARSE_LOOPBACK),
            entry("mesh-not-to-be-injected", Difference.AWAITED_PROXY),
            entry("mesh-to-be-injected", Difference.AWAITED_PROXY),
            entry("annotation-port-of-later-sidecar", Difference.NO_PROBE_ANNOTATION),
            entry("probe-annotation", Difference.NO_PROBE_ANNOTATION),
            entry("probe-annotation-contradictions", Difference.NO_PROBE_ANNOTATION),
            entry("probe-annotation-over-evidence", Difference.NO_PROBE_ANNOTATION),
            entry("probe-annotation-unknown-port-name", Difference.NO_PROBE_ANNOTATION));

    private static final Path PAGE = Path.of("docs/policy.md");

    @Test
    void theHeadOfAPolicyListsThem() {
        String head = new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, "p")
                .text()
                .replaceAll("\n#   ", " ");
        assertThat(head.lines().filter(line -> line.startsWith("# - ")).map(line -> line.substring(4)))
                .containsExactlyElementsOf(Difference.list().lines().toList());
    }

    @Test
    void thePageListsThem() throws IOException {
        String section = Files.readString(PAGE).split("\n## What it does not do as the webhook does\n", 2)[1];
        assertThat(section.split("\n## ", 2)[0].lines().filter(line -> line.startsWith("| `")))
                .containsExactlyElementsOf(Difference.list()
                        .lines()
                        .map(line -> line.replaceFirst("(.*?): (.*)", "| `$1` | $2 |"))
                        .toList());
    }

    @Test
    void thePageNamesTheGoldensThatDiffer() throws IOException {
        String page = Files.readString(PAGE).replace('\n', ' ');
        long all = Golden.forClusters().count();
        assertThat(page).contains("of %d that an API server takes, %d come out".formatted(all, all - GOLDENS.size()));
        GOLDENS.forEach((golden, difference) ->
                assertThat(page).containsPattern("\\| `%s` \\| [^|]*`%s`".formatted(difference.id(), golden)));
    }

    @Test
    void theGoldensThatDifferAreThere() {
        assertThat(Golden.forClusters().map(Golden::name)).containsAll(GOLDENS.keySet());
    }
}
