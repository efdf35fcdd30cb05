package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventTextTest {
    private static final String REFUSED = "Startup probe failed: dial tcp 10.0.0.7:8080: connect: connection refused";
    private static final String LONGEST = "n".repeat(253);

    private static String waits(HeldPod held, String failure) {
        ObservedPod pod = held.observed();
        return waits(pod, failure, Outlook.NEVER, 60);
    }

    private static String waits(ObservedPod pod, String failure, Outlook outlook, long seconds) {
        return EventText.of(
                new Finding.Waits(pod, pod.sidecars().get(0), HeldPod.RAN, failure, outlook),
                HeldPod.RAN.plusSeconds(seconds));
    }

    private static String waits(HeldPod held, Outlook outlook) {
        return waits(held.observed(), REFUSED, outlook, 60);
    }

    private static HeldPod bare() {
        return new HeldPod().without("/metadata/ownerReferences");
    }

    private static HeldPod of(String apiVersion, String kind) {
        return new HeldPod()
                .with("/metadata/ownerReferences/0/apiVersion", apiVersion)
                .with("/metadata/ownerReferences/0/kind", kind);
    }

    private static final String FALSE = "the annotation proxy.sidecar-first.io/inject: \"false\"";

    @Test
    void aReleaseIsPromisedOnlyWhereThePodIsReplaced() {
        assertThat(waits(new HeldPod(), Outlook.DUE))
                .contains("It is given up after 2 minutes of waiting, and this Pod is replaced; else an Event")
                .doesNotContain("annotation");
        assertThat(waits(of("batch/v1", "Job"), Outlook.DUE))
                .contains("and this Pod is replaced only if its Job may fail once more; else an Event")
                .contains("create the Job again with " + FALSE + " in its Pod template.");
        assertThat(waits(bare(), Outlook.DUE))
                .contains("This one does, and is not replaced, because it has no controller.")
                .contains("create the Pod again with " + FALSE + ".")
                .doesNotContain("template");
        assertThat(waits(of("x.io/v1", "Thing"), Outlook.DUE)).contains("not known what its Thing would do");
    }

    @Test
    void whoHasWaitedLongerIsNotPromisedALaterTime() {
        assertThat(waits(new HeldPod().observed(), REFUSED, Outlook.DUE, 290))
                .contains("has not opened for 4 minutes 50 seconds")
                .contains("It is given up, as it has not opened within 2 minutes, and this Pod is replaced; else an")
                .doesNotContain("of waiting");
    }

    @Test
    void whereNothingIsGivenUpNothingIsPromised() {
        for (Outlook outlook : Outlook.values()) {
            if (outlook != Outlook.DUE) {
                assertThat(waits(new HeldPod(), outlook)).doesNotContain("It is given up");
            }
        }
        assertThat(waits(new HeldPod(), Outlook.NEVER))
                .contains("give the Pod template of ReplicaSet web " + FALSE + "; or proxy.sidecar-first.io/release-")
                .contains("-after-seconds: \"120\"");
        assertThat(waits(new HeldPod(), Outlook.OFF)).contains(FALSE + ".").doesNotContain("release-after");
        assertThat(waits(bare(), Outlook.NEVER)).contains(FALSE + ".").doesNotContain("release-after");
        assertThat(waits(new HeldPod(), Outlook.NOT_OPTED_IN))
                .contains("the Pod is not opted in now")
                .doesNotContain("annotation", "release-after");
        assertThat(waits(new HeldPod(), Outlook.NO_WEBHOOK)).contains("webhook configuration of sidecar-first is not");
        assertThat(waits(new HeldPod(), Outlook.OPEN_ELSEWHERE))
                .contains("has opened in another Pod of ReplicaSet web: something is wrong with this Pod, or its node")
                .contains(FALSE);
        assertThat(waits(new HeldPod(), Outlook.SETTLED)).contains("Its Event GateNotReleased says why");
    }

    @Test
    void whatIsNotGivenUpSaysWhy() {
        ObservedPod pod = new HeldPod().observed();
        assertThat(EventText.of(
                        new Finding.NotReleased(pod, pod.sidecars().get(0), HeldPod.RAN, Outlook.OPEN_ELSEWHERE),
                        HeldPod.RAN.plusSeconds(120)))
                .startsWith("The mains wait for the sidecar proxy: its gate (tcpSocket on port 8080, guessed from its"
                        + " declared port) has not opened for 2 minutes, since")
                .contains("It is not given up, because the same gate has opened in another Pod of ReplicaSet web")
                .endsWith(" More: sidecar-first explain pod/web-1 -n shop");
    }

    @Test
    void aCrashIsNamedInsteadOfACause() {
        HeldPod crashed = new HeldPod()
                .with("/status/initContainerStatuses/0/restartCount", "4")
                .with(
                        "/status/initContainerStatuses/0/lastState",
                        "{terminated: {exitCode: 1, startedAt: \"2026-01-01T12:00:05Z\", finishedAt:"
                                + " \"2026-01-01T12:00:07Z\"}}");
        assertThat(waits(crashed, Outlook.DUE))
                .contains("does not keep running: it ended (exit code 1) and was started again 4 times.")
                .contains("kubectl logs --previous -c proxy -n shop web-1.")
                .contains("but only when the sidecar has run for 30 seconds without a crash, and this Pod")
                .doesNotContain("loopback");
        assertThat(waits(new HeldPod(), Outlook.DUE)).contains("loopback").doesNotContain("crash", "logs");
    }

    @Test
    void aSkipSaysWhatTheWarningSaid() {
        ObservedPod pod = new HeldPod()
                .without("/spec/initContainers/0/startupProbe")
                .with("/metadata/annotations/sidecar-first.io~1status", "'{\"proxy\":{\"skipped\":\"another-port\"}}'")
                .observed();
        Finding.Skipped skipped = new Finding.Skipped(pod, pod.sidecars());
        assertThat(EventText.of(skipped, Map.of("proxy", "-port says 9")))
                .startsWith("Sidecar proxy is not gated (another-port): -port says 9. The mains start without");
        assertThat(EventText.of(skipped, Map.of()))
                .startsWith("Sidecar proxy is not gated (another-port): its options tell it to listen on another port");
    }

    private static ObservedPod.Sidecar missing(String name) {
        return new ObservedPod.Sidecar(name, null, null, true, null, null, false, null);
    }

    @Test
    void whatWasMissedIsMadeAgainAsItsKindNeeds() {
        assertThat(EventText.of(new Finding.Missed(bare().observed(), List.of(missing("proxy")))))
                .contains("if it was not another webhook: create this one again. More");
        assertThat(EventText.of(new Finding.Missed(of("batch/v1", "Job").observed(), List.of(missing("proxy")))))
                .contains("create its Job again. More");
    }

    /** Names as long as they can be, where most is to be said. */
    @Test
    void theCommandFitsWhateverIsDue() {
        for (HeldPod held : List.of(
                longNames(),
                longNames().without("/metadata/ownerReferences"),
                longNames()
                        .with("/metadata/ownerReferences/0/kind", "Job")
                        .with("/metadata/ownerReferences/0/apiVersion", "batch/v1"))) {
            if (held.root().at("/metadata/ownerReferences/0").isObject()) {
                held.with("/metadata/ownerReferences/0/name", LONGEST);
            }
            for (Outlook outlook : Outlook.values()) {
                assertThat(waits(held, outlook))
                        .hasSizeLessThanOrEqualTo(EventText.MAX_LENGTH)
                        .contains("The kubelet says: Startup probe")
                        .endsWith(" More: sidecar-first explain pod/" + LONGEST + " -n shop");
            }
        }
    }

    private static HeldPod longNames() {
        return new HeldPod()
                .with("/metadata/name", LONGEST)
                .with("/spec/initContainers/0/startupProbe/httpGet", "{path: /" + "p".repeat(60) + ", port: 8080}")
                .without("/spec/initContainers/0/startupProbe/tcpSocket");
    }

    @Test
    void whatFitsIsWhole() {
        assertThat(waits(new HeldPod(), REFUSED))
                .contains("The kubelet says: " + REFUSED + ". Nothing listens")
                .endsWith(" More: sidecar-first explain pod/web-1 -n shop")
                .doesNotContain("...");
    }

    /** Of the kubelet's words the beginning and the end are left. */
    @Test
    void theCommandIsThereHoweverMuchThereIsToSay() {
        for (int length = 0; length < 400; length += 7) {
            String failure = "Startup probe failed: " + "\uD83D\uDE80".repeat(length) + " connection refused";
            assertThat(waits(longNames(), failure))
                    .hasSizeLessThanOrEqualTo(EventText.MAX_LENGTH)
                    .contains("The kubelet says: Startup probe", "connection refused")
                    .endsWith(" More: sidecar-first explain pod/" + LONGEST + " -n shop")
                    .matches("[\\p{ASCII}\uD83D\uDE80]*");
        }
    }

    @Test
    void manySidecarsAreNotAllNamed() {
        Finding.Missed missed = new Finding.Missed(
                new HeldPod().observed(),
                IntStream.range(0, 30)
                        .mapToObj(i -> missing("s".repeat(60) + i))
                        .collect(Collectors.toList()));
        assertThat(EventText.of(missed))
                .hasSize(EventText.MAX_LENGTH)
                .endsWith("... A new Pod is decided on, if it was not another webhook: delete this one, or restart"
                        + " ReplicaSet web. More: sidecar-first explain pod/web-1 -n shop");
    }
}
