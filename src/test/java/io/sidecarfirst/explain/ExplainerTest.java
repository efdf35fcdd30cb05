package io.sidecarfirst.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.observed.ClusterVersions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is explained of a sidecar, by what its Pod already has: nothing, a gate of ours, a probe of somebody else. */
class ExplainerTest {
    private static final String GATE = "startupProbe: {tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: %d}";

    private static Explanation.Sidecar explain(String metadata, String sidecar, String status) {
        Pod pod = Yaml.pod("""
                metadata: {name: web%s}
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, ports: [{containerPort: 80}], %s}]
                  containers: [{name: app}]
                status: {%s}
                """.formatted(metadata.isEmpty() ? "" : ", " + metadata, sidecar, status));
        Target target = new Target(
                "Pod",
                "web",
                "shop",
                "metadata.annotations",
                pod,
                null,
                null,
                ClusterVersions.UNKNOWN,
                Map.of(),
                List.of());
        return new Explainer(Gates.DEFAULT, Programs.KNOWN, List.of())
                .explain(target, Instant.EPOCH)
                .sidecars()
                .get(0);
    }

    private static String status(int threshold) {
        return "annotations: {sidecar-first.io/status: '{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":"
                + threshold + "}}'}";
    }

    /** A listener on loopback can be asked from inside of the Pod only. */
    @Test
    void theModeOfTheNamespaceCounts() {
        Pod pod = Yaml.pod("""
                metadata: {name: web}
                spec:
                  initContainers:
                  - {name: proxy, restartPolicy: Always, args: [--listen=127.0.0.1:80], ports: [{containerPort: 80}]}
                  containers: [{name: app}]
                """);
        Coverage coverage =
                new Coverage(new Installation.Assumed(), OptIn.Answer.YES, false, null, GateMode.PROBE, null);
        Target target = new Target(
                "Pod",
                "web",
                "shop",
                "metadata.annotations",
                pod,
                null,
                coverage,
                ClusterVersions.UNKNOWN,
                Map.of(),
                List.of());
        assertThat(Gates.with(Gates.WITH_CONTAINER).plan(pod).gates()).hasSize(1);
        assertThat(new Explainer(Gates.with(Gates.WITH_CONTAINER), Programs.KNOWN, List.of())
                        .explain(target, Instant.EPOCH)
                        .plan()
                        .gates())
                .isEmpty();
    }

    @Test
    void aManifestIsGated() {
        Explanation.Sidecar sidecar = explain("", "", "");
        assertThat(sidecar.isGated()).isTrue();
        assertThat(sidecar.source()).contains(SourceKind.PORT);
        assertThat(sidecar.liveStatus()).isNull();
        assertThat(sidecar.ifNeverReady()).isNotNull();
    }

    /** A Pod that exists gets no gate any more. */
    @Test
    void aPodThatWasMissedWouldBeGated() {
        Explanation.Sidecar sidecar = explain("", "", "phase: Running");
        assertThat(sidecar.isGated()).isFalse();
        assertThat(sidecar.wouldBeGatedInNewPod()).isTrue();
        assertThat(sidecar.liveStatus()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        // As it would be made today; with another budget; of another Pod, as its status shows.
        "86400, 86400, true, false",
        "60, 60, true, true",
        "86400, 60, false, false"
    })
    void aGateThatIsThere(int threshold, int thresholdOfStatus, boolean isOurs, boolean isOutdated) {
        Explanation.Sidecar sidecar = explain(status(thresholdOfStatus), GATE.formatted(threshold), "");
        assertThat(sidecar.isGated()).isTrue();
        assertThat(sidecar.existingGate() != null).isEqualTo(isOurs);
        assertThat(sidecar.source().isPresent()).isEqualTo(isOurs);
        assertThat(sidecar.outdated() != null).isEqualTo(isOutdated);
    }

    @Test
    void whatHasEndedWaitsForNothing() {
        assertThat(explain(status(60), GATE.formatted(60), "phase: Pending").ifNeverReady())
                .isNotNull();
        assertThat(explain(status(60), GATE.formatted(60), "phase: Failed").ifNeverReady())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"phase: Pending, true", "phase: Failed, false", "'', false"})
    void whetherTheMainsWaitNow(String state, boolean isWaitedFor) {
        LiveStatus live = explain(status(60), GATE.formatted(60), state).liveStatus();
        assertThat(live != null && live.isWaitedFor()).isEqualTo(isWaitedFor);
    }
}
