package io.sidecarfirst.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Pod tells of the order in which its sidecar became Ready and its mains started; and when it tells nothing. */
class ReadinessOrderTest {
    private static final String PROBE = "readinessProbe: {tcpSocket: {port: 80}}";
    private static final Instant NOW = Instant.parse("2026-01-01T12:05:00Z");

    private static ReadinessOrder order(Pod pod) {
        return ReadinessOrder.of(pod, pod.sidecars().get(0), NOW);
    }

    /** The main was started at 12:00:00. */
    private static Pod pod(String sidecar, String main, String sidecarStatus, String mainStatus, String condition) {
        return Yaml.pod("""
                metadata: {name: web}
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, %s}]
                  containers: [{name: app, %s}]
                status:
                  initContainerStatuses: [{name: proxy, %s}]
                  containerStatuses: [{name: app, state: {running: {startedAt: 2026-01-01T12:00:00Z}}, %s}]
                  conditions: [{type: Ready}, {%s}]
                """.formatted(sidecar, main, sidecarStatus, mainStatus, condition));
    }

    private static String allReady(String status, String since) {
        return "type: ContainersReady, status: '" + status + "', lastTransitionTime: 2026-01-01T" + since + "Z";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | True  | 11:59:00 | NotAfter[]",
                "true  | True  | 12:00:03 | NotAfter[]",
                "true  | True  | 12:00:04 | After[seconds=4, isStillNotReady=false]",
                "true  | False | 12:00:04 | Unknown[]",
                "false | False | 12:00:00 | After[seconds=300, isStillNotReady=true]",
                "false | False | 12:00:04 | Unknown[]",
                "false | True  | 12:00:00 | Unknown[]"
            })
    void theConditionTells(boolean isReady, String status, String since, String expected) {
        assertThat(order(pod(PROBE, "", "ready: " + isReady, "", allReady(status, since))))
                .hasToString(expected);
    }

    /** Of one that is not Ready, the mains must have been running for long. */
    @ParameterizedTest
    @CsvSource({"12:00:59, Unknown[]", "'12:01:00', 'After[seconds=60, isStillNotReady=true]'"})
    void oneThatMayOnlyBeSlow(String now, String expected) {
        Pod pod = pod(PROBE, "", "ready: false", "", allReady("False", "11:59:58"));
        assertThat(ReadinessOrder.of(pod, pod.sidecars().get(0), Instant.parse("2026-01-01T" + now + "Z")))
                .hasToString(expected);
    }

    /** Each of them alone leaves nothing to be known; without any of them it is After. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''     | ''     | ''               | ''               | false",
                "image: | ''     | ''               | ''               | true",
                "''     | probe  | ''               | ''               | true",
                "''     | ''     | restartCount: 1  | ''               | true",
                "''     | ''     | ''               | restartCount: 1  | true"
            })
    void whatHidesTheOrder(String sidecar, String main, String sidecarStatus, String mainStatus, boolean isUnknown) {
        Pod pod = pod(
                sidecar.isEmpty() ? PROBE : "image: proxy",
                main.isEmpty() ? "" : PROBE,
                "ready: true" + (sidecarStatus.isEmpty() ? "" : ", " + sidecarStatus),
                mainStatus,
                allReady("True", "12:00:30"));
        assertThat(order(pod) instanceof ReadinessOrder.Unknown).isEqualTo(isUnknown);
    }

    @Test
    void aPodOfWhichNobodyHasReported() {
        assertThat(order(Yaml.podWithSidecar(PROBE))).isEqualTo(new ReadinessOrder.Unknown());
    }

    @Test
    void podsAreCounted() {
        Tally one = new Tally("web-0");
        one.add(new ReadinessOrder.After(7, false));
        one.add(new ReadinessOrder.Unknown());
        Tally other = new Tally("web-1");
        other.add(new ReadinessOrder.After(90, true));
        other.add(new ReadinessOrder.NotAfter());
        Tally sum = one.plus(other);
        assertThat(sum.pods()).isEqualTo(4);
        assertThat(sum.example()).isEqualTo("web-0");
        assertThat(sum.readiness()).isEqualTo(new Row.ReadinessCounts(2, 1, 1, 7, 90));
        assertThat(new Tally("").readiness()).isEqualTo(new Row.ReadinessCounts(0, 0, 0, 0, 0));
    }
}
