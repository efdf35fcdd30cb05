package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.observed.GateReport;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObservedGateContainerTest {
    private static ObservedGateContainer of(ContainerGatedPod pod) {
        return Objects.requireNonNull(pod.observed().gateContainer());
    }

    @Test
    void isWhatMatters() {
        assertThat(of(new ContainerGatedPod()))
                .isEqualTo(new ObservedGateContainer(
                        GateReport.Phase.ASKS,
                        true,
                        ContainerGatedPod.ASKED,
                        "",
                        java.util.List.of(
                                new ObservedGateContainer.Asked(
                                        "proxy",
                                        new ObservedPod.GateOfOurs(
                                                SourceKind.READINESS_PROBE, "tcpSocket on port 8080", false, 0),
                                        null),
                                new ObservedGateContainer.Asked(
                                        "adapter",
                                        new ObservedPod.GateOfOurs(SourceKind.PORT, "tcpSocket on port 8081", true, 90),
                                        null))));
        assertThat(new HeldPod().observed().gateContainer()).isNull();
    }

    /** Nobody missed a sidecar that the container asks. */
    @Test
    void itsSidecarsAreDecidedOn() {
        assertThat(new ContainerGatedPod().observed().sidecars()).noneMatch(ObservedPod.Sidecar::isMissed);
    }

    static Stream<UnaryOperator<ContainerGatedPod>> whereNothingWaitsForIt() {
        return Stream.of(
                ContainerGatedPod::allAnswered,
                ContainerGatedPod::mainRuns,
                pod -> pod.gate("{waiting: {reason: PodInitializing}}"),
                pod -> pod.with("/status/phase", "Failed"),
                pod -> pod.with("/metadata/deletionTimestamp", "\"2026-01-01T12:00:30Z\""));
    }

    @ParameterizedTest
    @MethodSource
    void whereNothingWaitsForIt(UnaryOperator<ContainerGatedPod> change) {
        assertThat(change.apply(new ContainerGatedPod()).observed().waitsForGateContainer())
                .isFalse();
    }

    static Stream<UnaryOperator<ContainerGatedPod>> whereSomethingWaitsForIt() {
        return Stream.of(UnaryOperator.identity(), ContainerGatedPod::cannotStart, ContainerGatedPod::failed);
    }

    /** A sidecar that is started again had opened once, or it had not been the container's turn. */
    @ParameterizedTest
    @MethodSource("whereSomethingWaitsForIt")
    void itIsNeverASidecarsGateThatHoldsThePodThen(UnaryOperator<ContainerGatedPod> change) {
        ContainerGatedPod pod = change.apply(new ContainerGatedPod())
                .with(
                        "/metadata/annotations/sidecar-first.io~1status",
                        "'{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400},"
                                + "\"adapter\":{\"gated\":\"port\",\"by\":\"container\"}}'")
                .with(
                        "/spec/initContainers/0/startupProbe",
                        "{tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 86400}")
                .with("/status/initContainerStatuses/0/started", "false");
        assertThat(pod.observed().waitsForGateContainer()).isTrue();
        assertThat(pod.observed().waitsFor()).isNull();
        assertThat(pod.gate("{waiting: {reason: PodInitializing}}")
                        .with("/status/initContainerStatuses/2/lastState", "{}")
                        .observed()
                        .waitsFor())
                .isEqualTo("proxy");
    }

    /** Of a message that anybody may have written, only answers about sidecars that it asks are kept, in short. */
    @Test
    void whatItSaysIsBounded() {
        ObservedGateContainer container = of(new ContainerGatedPod()
                .ended("{\"other\":{\"givenUpAfterSeconds\":1,\"failure\":\"f\"},"
                        + "\"adapter\":{\"givenUpAfterSeconds\":90,\"failure\":\"http://127.0.0.1:8081/?token=secret "
                        + "x".repeat(5000) + "\"}}"));
        assertThat(container.givenUp()).singleElement().satisfies(asked -> {
            assertThat(asked.sidecar()).isEqualTo("adapter");
            assertThat(Objects.requireNonNull(asked.answer()).failure())
                    .hasSizeLessThanOrEqualTo(200)
                    .doesNotContain("secret");
        });
        assertThat(of(new ContainerGatedPod().ended("no JSON")).givenUp()).isEmpty();
    }
}
