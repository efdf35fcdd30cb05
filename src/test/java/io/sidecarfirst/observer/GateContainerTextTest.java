package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GateContainerTextTest {
    private static final String LONGEST = "n".repeat(253);

    private static String waits(ContainerGatedPod gated) {
        ObservedPod pod = gated.observed();
        return GateContainerText.of(
                new Finding.WaitsForContainer(
                        pod, Objects.requireNonNull(pod.gateContainer()), pod.gateContainerSince()),
                ContainerGatedPod.ASKED.plusSeconds(65));
    }

    private static String givenUp(ContainerGatedPod gated) {
        ObservedPod pod = gated.observed();
        return GateContainerText.of(new Finding.GivenUp(
                pod, Objects.requireNonNull(pod.gateContainer()).givenUp()));
    }

    @Test
    void aWaitNamesWhatIsAskedAndTheLog() {
        assertThat(waits(new ContainerGatedPod()))
                .isEqualTo("The mains wait for the gate container sidecar-first-gate, for 1 minute 5 seconds now, since"
                        + " 2026-01-01T12:00:07Z. It asks the sidecars proxy (tcpSocket on port 8080), adapter"
                        + " (tcpSocket on port 8081, guessed from its declared port) for up to 1 minute"
                        + " 30 seconds, and not all of that has answered. Its log tells what has not, and why: kubectl"
                        + " logs web-1 -c sidecar-first-gate -n shop. To let the mains go without a sidecar, give the"
                        + " Pod template of ReplicaSet web the annotation SIDECAR.sidecar-first.io/inject: \"false\".");
    }

    @Test
    void oneThatCannotStartHasNoLog() {
        assertThat(waits(new ContainerGatedPod().cannotStart()))
                .contains("since 2026-01-01T12:00:06Z. It cannot start (ImagePullBackOff), and has yet to ask the")
                .contains("kubectl describe pod web-1 -n shop")
                .contains("the annotation sidecar-first.io/gate: probe,")
                .doesNotContain("logs");
    }

    @Test
    void oneThatFailedSaysHow() {
        assertThat(waits(new ContainerGatedPod().failed()))
                .contains("It has failed (exit code 137, OOMKilled) and is started again.")
                .contains("kubectl logs web-1 -c sidecar-first-gate -n shop.");
    }

    @Test
    void whatWasGivenUpSaysWhatToDo() {
        assertThat(givenUp(new ContainerGatedPod().gaveUp()))
                .isEqualTo("The gate container of Pod web-1 of ReplicaSet web has ended, and the mains do not wait for"
                        + " what did not answer: sidecar adapter (tcpSocket on port 8081, guessed from its declared"
                        + " port) was given up after 90.0 seconds: connect to 127.0.0.1:8081: connection refused. To"
                        + " gate adapter, say what tells that it is ready: give it a readinessProbe, or give the Pod"
                        + " template of ReplicaSet web the annotation adapter.sidecar-first.io/port with its port; or,"
                        + " if the mains need not wait for it, adapter.sidecar-first.io/inject: \"false\". More:"
                        + " sidecar-first explain pod/web-1 -n shop");
    }

    /** Its author has said how to ask it, and for how long. */
    @Test
    void whatIsNoGuessMayNeedMoreTime() {
        assertThat(givenUp(new ContainerGatedPod()
                        .ended("{\"proxy\":{\"givenUpAfterSeconds\":30.0,\"failure\":\"refused\"}}")))
                .contains("sidecar proxy (tcpSocket on port 8080) was given up after 30.0 seconds: refused.")
                .contains("To wait for proxy longer, give the Pod template of ReplicaSet web the annotation"
                        + " proxy.sidecar-first.io/release-after-seconds; or")
                .doesNotContain("readinessProbe");
    }

    static Stream<UnaryOperator<ContainerGatedPod>> theCommandFitsWhateverIsSaid() {
        return Stream.of(UnaryOperator.identity(), ContainerGatedPod::cannotStart, ContainerGatedPod::failed);
    }

    /** Names as long as they can be. */
    @ParameterizedTest
    @MethodSource
    void theCommandFitsWhateverIsSaid(UnaryOperator<ContainerGatedPod> change) {
        assertThat(waits(change.apply(longNames())))
                .hasSizeLessThanOrEqualTo(EventText.MAX_LENGTH)
                .contains(LONGEST + " -", " -n " + "s".repeat(63))
                .endsWith(".");
        assertThat(givenUp(longNames()
                        .ended("{\"proxy\":{\"givenUpAfterSeconds\":30.0,\"failure\":\"" + "x".repeat(4000) + "\"},"
                                + "\"adapter\":{\"givenUpAfterSeconds\":30.0,\"failure\":\"" + "x".repeat(4000)
                                + "\"}}")))
                .hasSizeLessThanOrEqualTo(EventText.MAX_LENGTH)
                .endsWith(" More: sidecar-first explain pod/" + LONGEST + " -n " + "s".repeat(63));
    }

    private static ContainerGatedPod longNames() {
        return new ContainerGatedPod()
                .with("/metadata/name", LONGEST)
                .with("/metadata/namespace", "s".repeat(63))
                .with("/metadata/ownerReferences/0/name", LONGEST);
    }
}
