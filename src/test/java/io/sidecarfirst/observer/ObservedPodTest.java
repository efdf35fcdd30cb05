package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.SourceKind;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ObservedPodTest {
    private static final String STATUS = "/metadata/annotations/sidecar-first.io~1status";

    @Test
    void isWhatMatters() {
        assertThat(new HeldPod().observed())
                .isEqualTo(new ObservedPod(
                        "u1",
                        "shop",
                        "web-1",
                        new ObservedPod.Controller("apps/v1", "ReplicaSet", "web", "r1", "ReplicaSet web"),
                        HeldPod.CREATED,
                        false,
                        false,
                        java.util.List.of(new ObservedPod.Sidecar(
                                "proxy",
                                new ObservedPod.GateOfOurs(SourceKind.PORT, "tcpSocket on port 8080", true, 120),
                                null,
                                false,
                                HeldPod.RAN,
                                HeldPod.RAN,
                                false,
                                null)),
                        java.util.Map.of(),
                        "proxy",
                        null));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            ReplicaSet, web-7f9c4b4c88, 7f9c4b4c88, Deployment web
            ReplicaSet, web-7f9c4b4c88, 5d4f8, ReplicaSet web-7f9c4b4c88
            ReplicaSet, web-7f9c4b4c88, '', ReplicaSet web-7f9c4b4c88
            ReplicaSet, -7f9c4b4c88, 7f9c4b4c88, ReplicaSet -7f9c4b4c88
            StatefulSet, web-7f9c4b4c88, 7f9c4b4c88, StatefulSet web-7f9c4b4c88
            """)
    void aReplicaSetIsKnownByItsDeployment(String kind, String name, String hash, String workload) {
        ObservedPod pod = new HeldPod()
                .with("/metadata/labels", "{pod-template-hash: '" + hash + "'}")
                .with("/metadata/ownerReferences/0/kind", kind)
                .with("/metadata/ownerReferences/0/name", name)
                .observed();
        assertThat(pod.controller()).isEqualTo(new ObservedPod.Controller("apps/v1", kind, name, "r1", workload));
    }

    private static ObservedPod.@Nullable CrashedRun crash(String state, String end) {
        return new HeldPod()
                .with("/status/initContainerStatuses/0/restartCount", "3")
                .with("/status/initContainerStatuses/0/state", state)
                .with("/status/initContainerStatuses/0/lastState", "{terminated: " + end + "}")
                .observed()
                .sidecars()
                .get(0)
                .crash();
    }

    @Test
    void aSidecarThatEndsByItselfCrashes() {
        String end = "{exitCode: 1, reason: Error, startedAt: \"2026-01-01T12:00:05Z\", finishedAt:"
                + " \"2026-01-01T12:00:07Z\"}";
        ObservedPod.CrashedRun crash = new ObservedPod.CrashedRun(3, "exit code 1");
        assertThat(crash("{waiting: {reason: CrashLoopBackOff}}", end)).isEqualTo(crash);
        assertThat(crash("{running: {startedAt: \"2026-01-01T12:00:30Z\"}}", end))
                .isEqualTo(crash);
        assertThat(crash("{terminated: " + end.replace("exitCode: 1", "exitCode: 0") + "}", end))
                .isEqualTo(new ObservedPod.CrashedRun(3, "exit code 0"));
        assertThat(crash(
                        "{waiting: {}}", end.replace("exitCode: 1, reason: Error", "exitCode: 137, reason: OOMKilled")))
                .isEqualTo(new ObservedPod.CrashedRun(3, "exit code 137, out of memory"));
    }

    /** The kubelet ended it, because its gate had failed for a day. */
    @Test
    void aSidecarWhoseGateWasUsedUpDoesNotCrash() {
        assertThat(crash(
                        "{waiting: {reason: CrashLoopBackOff}}",
                        "{exitCode: 137, startedAt: \"2026-01-01T12:00:05Z\", finishedAt:"
                                + " \"2026-01-02T12:00:05Z\"}"))
                .isNull();
        assertThat(new HeldPod().observed().sidecars().get(0).crash()).isNull();
    }

    /** In none of these may anything be done about the gate. */
    static Stream<UnaryOperator<HeldPod>> whereNothingWaitsOnAGateOfOurs() {
        return Stream.of(
                HeldPod::passed,
                HeldPod::mainRuns,
                // Its sandbox was made anew: the mains had run before.
                pod -> pod.with("/status/containerStatuses/0/restartCount", "1"),
                pod -> pod.with("/status/containerStatuses/0/lastState", "{terminated: {exitCode: 0}}"),
                pod -> pod.with("/status/containerStatuses/0/state", "{terminated: {exitCode: 1}}"),
                pod -> pod.with("/metadata/deletionTimestamp", "\"2026-01-01T12:00:30Z\""),
                pod -> pod.with("/status/phase", "Failed"),
                pod -> pod.with("/status/phase", "Succeeded"),
                // The image is pulled still.
                pod -> pod.with("/status/initContainerStatuses/0/state", "{waiting: {reason: ImagePullBackOff}}"),
                pod -> pod.without("/status/initContainerStatuses"),
                // An author's own, and a copied annotation.
                pod -> pod.without("/metadata/annotations"),
                pod -> pod.with("/spec/initContainers/0/startupProbe/periodSeconds", "5"),
                // What is waited for is an ordinary init container before it.
                pod -> pod.with(
                        "/spec/initContainers",
                        "[{name: migrate, image: m}, " + pod.root().at("/spec/initContainers/0") + "]"),
                // Or another sidecar, with a probe of its author's.
                pod -> pod.with(
                        "/spec/initContainers",
                        "[{name: vault, image: v, restartPolicy: Always, startupProbe: {tcpSocket: {port: 1}}}, "
                                + pod.root().at("/spec/initContainers/0") + "]"));
    }

    @ParameterizedTest
    @MethodSource
    void whereNothingWaitsOnAGateOfOurs(UnaryOperator<HeldPod> change) {
        assertThat(change.apply(new HeldPod()).observed().waitsFor()).isNull();
    }

    @Test
    void waitsBehindAnInitContainerThatIsDone() {
        HeldPod pod = new HeldPod();
        pod.with(
                "/spec/initContainers",
                "[{name: migrate, image: m}, " + pod.root().at("/spec/initContainers/0") + "]");
        pod.with(
                "/status/initContainerStatuses",
                "[{name: migrate, state: {terminated: {exitCode: 0}}}, "
                        + pod.root().at("/status/initContainerStatuses/0") + "]");
        assertThat(pod.observed().waitsFor()).isEqualTo("proxy");
    }

    /** It waits all the same, since it ran first; but it does not run now. */
    @Test
    void aSidecarThatWasRestarted() {
        ObservedPod pod = new HeldPod()
                .with("/status/initContainerStatuses/0/state", "{waiting: {reason: CrashLoopBackOff}}")
                .with(
                        "/status/initContainerStatuses/0/lastState",
                        "{terminated: {exitCode: 1, startedAt: \"2026-01-01T12:00:09Z\"}}")
                .observed();
        assertThat(pod.waitsFor()).isEqualTo("proxy");
        assertThat(pod.sidecars().get(0).isRunning()).isFalse();
        assertThat(pod.sidecars().get(0).ranAt()).isEqualTo(HeldPod.RAN.plusSeconds(4));
    }

    @ParameterizedTest
    @CsvSource({
        "loopback-only, loopback-only",
        "released, released",
        "opted-out, ",
        "nothing-to-probe, ",
        "already-gated, ",
        "a-later-version's, a-later-version's"
    })
    void skippedWithAWarning(String reason, String told) {
        HeldPod pod = new HeldPod()
                .without("/spec/initContainers/0/startupProbe")
                .with(STATUS, "'{\"proxy\":{\"skipped\":\"" + reason.replace("'", "''") + "\"}}'");
        ObservedPod.Sidecar sidecar = pod.observed().sidecars().get(0);
        assertThat(sidecar.skipped()).isEqualTo(told);
        assertThat(sidecar.isMissed()).isFalse();
    }

    static Stream<Function<HeldPod, Boolean>> missed() {
        return Stream.of(
                pod -> isMissed(pod.without("/metadata/annotations")),
                // Another webhook has added it afterwards.
                pod -> isMissed(pod.with(STATUS, "'{\"other\":{\"skipped\":\"opted-out\"}}'")),
                pod -> !isMissed(pod.without("/metadata/annotations")
                        .with("/metadata/labels", "{sidecar-first.io/injection: disabled}")),
                pod -> !isMissed(pod.with("/metadata/annotations", "{sidecar-first.io/inject: \"false\"}")));
    }

    private static boolean isMissed(HeldPod pod) {
        return pod.without("/spec/initContainers/0/startupProbe")
                .observed()
                .sidecars()
                .get(0)
                .isMissed();
    }

    @ParameterizedTest
    @MethodSource
    void missed(Function<HeldPod, Boolean> holds) {
        assertThat(holds.apply(new HeldPod())).isTrue();
    }

    @Test
    void ofPodsWithoutSidecarsNothingIsKept() {
        assertThat(ObservedPod.of(
                        new HeldPod()
                                .without("/spec/initContainers/0/restartPolicy")
                                .root(),
                        HeldPod.DELAY))
                .isEmpty();
        assertThat(ObservedPod.of(
                        new HeldPod()
                                .with("/metadata/annotations", "{kubernetes.io/config.mirror: abc}")
                                .root(),
                        HeldPod.DELAY))
                .isEmpty();
    }
}
