package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventTextTest {
    private static final String REFUSED = "Startup probe failed: dial tcp 10.0.0.7:8080: connect: connection refused";
    private static final String LONGEST = "n".repeat(253);

    private static String waits(HeldPod held, String failure) {
        ObservedPod pod = held.observed();
        return EventText.of(
                new Finding.Waits(pod, pod.sidecars().get(0), HeldPod.RAN, failure, 0), HeldPod.RAN.plusSeconds(60));
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
                        .mapToObj(i -> new ObservedPod.Sidecar("s".repeat(60) + i, null, null, true, null, null, false))
                        .collect(Collectors.toList()));
        assertThat(EventText.of(missed))
                .hasSize(EventText.MAX_LENGTH)
                .endsWith("... A new Pod is decided on: delete this one, or restart its workload. More: sidecar-first"
                        + " explain pod/web-1 -n shop");
    }
}
