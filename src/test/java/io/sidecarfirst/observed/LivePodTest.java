package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.MissingNode;

/** What the status of a Pod and of its containers says. */
class LivePodTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:01:30Z");

    private static Pod pod(String metadata, String status) {
        return Yaml.pod("""
                metadata: {name: web%s}
                spec:
                  initContainers:
                    - {name: proxy, restartPolicy: Always, startupProbe: {exec: {command: [ready]}}}
                    - {name: plain, restartPolicy: Always}
                status: {%s}
                """.formatted(metadata.isEmpty() ? "" : ", " + metadata, status));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | false | ''",
                "uid: u | '' | true | ''",
                "'' | phase: Running | true | ''",
                "uid: u | phase: Succeeded | true | has ended (Succeeded)",
                "uid: u | phase: Failed | true | has ended (Failed)",
                "'uid: u, deletionTimestamp: 2026-01-01T12:00:00Z' | phase: Running | true | until 2026-01-01T12:00:00Z"
            })
    void manifestsAreNotLiveAndTheEndIsTold(String metadata, String status, boolean isLive, String end) {
        Pod pod = pod(metadata, status);
        assertThat(LivePod.isLive(pod)).isEqualTo(isLive);
        assertThat(LivePod.endReason(pod).isPresent()).isEqualTo(!end.isEmpty());
        assertThat(LivePod.endReason(pod).orElse("")).contains(end);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | phase: Pending | true",
                "0 | 'phase: Pending, initContainerStatuses: [{name: proxy, started: false}]' | true",
                "0 | 'phase: Pending, initContainerStatuses: [{name: proxy, started: true}]' | false",
                "0 | 'phase: Pending, initContainerStatuses: [{name: plain, started: true}]' | true",
                "0 | phase: Failed | false",
                "0 | '' | false",
                "1 | phase: Pending | false"
            })
    void whatTheMainsWaitFor(int sidecar, String status, boolean isWaitedFor) {
        Pod pod = pod("", status);
        assertThat(LivePod.isWaitedFor(pod, pod.sidecars().get(sidecar))).isEqualTo(isWaitedFor);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | false | not started",
                "{state: {waiting: {reason: CrashLoopBackOff}}, restartCount: 2} | false"
                        + " | waiting (CrashLoopBackOff); restarted 2 times",
                "{state: {running: {}}, ready: true} | false | running, ready",
                "{state: {running: {startedAt: 2026-01-01T12:00:00Z}}} | false"
                        + " | running since 2026-01-01T12:00:00Z (1 minute 30 seconds), not ready",
                "{state: {running: {}}, started: true} | true | running, not ready",
                "{state: {running: {}}, ready: true} | true"
                        + " | running, and its startupProbe has not passed: what comes after it waits",
                "{state: {terminated: {exitCode: 3}}, restartCount: 1} | false"
                        + " | ended at an unknown time with exit code 3; restarted 1 time"
            })
    void aContainerInWords(String status, boolean hasStartupProbe, String words) {
        assertThat(ContainerState.describe(Yaml.tree(status), NOW, hasStartupProbe))
                .isEqualTo(words);
    }

    @Test
    void aContainerOfWhichNothingIsKnown() {
        Pod pod = pod("", "initContainerStatuses: [{name: proxy, ready: true}]");
        assertThat(ContainerState.status(pod, "initContainerStatuses", "proxy")
                        .path("ready")
                        .asBoolean())
                .isTrue();
        assertThat(ContainerState.status(pod, "initContainerStatuses", "plain").isMissingNode())
                .isTrue();
        assertThat(ContainerState.status(pod, "containerStatuses", "proxy").isMissingNode())
                .isTrue();
        assertThat(ContainerState.describe(MissingNode.getInstance(), NOW, true))
                .isEqualTo("no kubelet has reported on it yet");
    }

    @ParameterizedTest
    @CsvSource({
        "v1.34.2, 1.34.2",
        "1.34, 1.34.0",
        "v1.33.5-eks-1234, 1.33.5",
        "v1.36.0+k3s1, 1.36.0",
        "v2.0.0, ''",
        "latest, ''",
        "1.99999, ''"
    })
    void versions(String text, String version) {
        assertThat(KubernetesVersion.parse(text)
                        .map(KubernetesVersion::toString)
                        .orElse(""))
                .isEqualTo(version);
    }
}
