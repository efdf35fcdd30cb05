package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the mains of a Pod wait for: the gate of one sidecar, something else, or nothing. */
class GateWaitTest {
    private static final String RUNS = "state: {running: {startedAt: '2026-01-01T12:00:00Z'}}, started: false";

    /** An ordinary init container, a sidecar without a gate, one with a gate of up to 20 s, and one with another. */
    private static Optional<GateWait> wait(String status) {
        Pod pod = Yaml.pod("""
                metadata: {name: web, uid: u}
                spec:
                  initContainers:
                    - {name: prepare}
                    - {name: plain, restartPolicy: Always}
                    - name: proxy
                      restartPolicy: Always
                      startupProbe: {exec: {command: [ready]}, periodSeconds: 2, failureThreshold: 10}
                    - {name: second, restartPolicy: Always, startupProbe: {tcpSocket: {port: 80}}}
                  containers: [{name: app}]
                status: {%s}
                """.formatted(status));
        return GateWait.of(pod, Instant.parse("2026-01-01T12:01:00Z"));
    }

    /** With all before the proxy done. */
    private static Optional<GateWait> proxy(String status) {
        return wait("phase: Pending, initContainerStatuses: [{name: prepare, state: {terminated: {exitCode: 0}}},"
                + " {name: plain, started: true}, {name: proxy, " + status + "}]");
    }

    private static String run(String state, int seconds) {
        return state
                + ": {terminated: {startedAt: '2026-01-01T12:00:00Z', finishedAt: '2026-01-01T12:00:%02dZ'}}"
                        .formatted(seconds);
    }

    @Test
    void theFirstThatRunsAndHasNotStarted() {
        assertThat(proxy(RUNS)).hasValueSatisfying(wait -> {
            assertThat(wait.sidecar().name()).isEqualTo("proxy");
            assertThat(wait.since()).isEqualTo("2026-01-01T12:00:00Z");
            assertThat(wait.bound()).isEqualTo(GateWait.Bound.EXACT);
            assertThat(wait.isInBackOff()).isFalse();
        });
    }

    @Test
    void theSecondOnceTheFirstHasStarted() {
        assertThat(proxy("started: true}, {name: second, " + RUNS))
                .hasValueSatisfying(wait -> assertThat(wait.sidecar().name()).isEqualTo("second"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "an image is pulled | state: {waiting: {reason: ContainerCreating}}",
                "an image cannot be pulled | state: {waiting: {reason: ImagePullBackOff}}",
                "it cannot be started | 'state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {reason:"
                        + " StartError, exitCode: 128, startedAt: ''1970-01-01T00:00:00Z''}}'",
                "its gate has passed | 'state: {running: {}}, started: true'",
                "the second one's image is pulled | 'started: true}, {name: second, state: {waiting: {}}'"
            })
    void somethingElse(String what, String status) {
        assertThat(proxy(status)).as(what).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing is known yet | phase: Pending",
                "an init container runs | 'initContainerStatuses: [{name: prepare, state: {running: {}}},"
                        + " {name: plain, started: true}, {name: proxy, state: {running: {}}}]'",
                "an init container failed | 'initContainerStatuses:"
                        + " [{name: prepare, state: {terminated: {exitCode: 1}}}, {name: plain, started: true},"
                        + " {name: proxy, state: {running: {}}}]'",
                "one without a gate has not started | 'initContainerStatuses: [{name: prepare, state: {terminated:"
                        + " {exitCode: 0}}}, {name: plain, started: false}]'",
                "it has ended | 'phase: Failed, initContainerStatuses:"
                        + " [{name: prepare, state: {terminated: {exitCode: 0}}}, {name: plain, started: true},"
                        + " {name: proxy, state: {running: {}}}]'"
            })
    void somethingBefore(String what, String status) {
        assertThat(wait(status)).as(what).isEmpty();
    }

    /** A sidecar that is restarted later holds no main that has run. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state: {waiting: {reason: PodInitializing}} | true",
                "state: {running: {}} | false",
                "state: {terminated: {exitCode: 0}} | false",
                "'state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1}}' | false",
                "restartCount: 1 | false"
            })
    void mainsThatHaveRun(String main, boolean isWaiting) {
        assertThat(proxy(RUNS + "}], containerStatuses: [{name: app, " + main).isPresent())
                .isEqualTo(isWaiting);
    }

    /** 20 s of probes that fail: the last attempt is after 18 s, and times are whole seconds. Less is a crash. */
    @ParameterizedTest
    @CsvSource({"0, false", "16, false", "17, true", "20, true", "59, true"})
    void aSidecarThatDoesNotRunCrashedUnlessItsGateWasUsedUp(int seconds, boolean isUsedUp) {
        String backOff = "state: {waiting: {reason: CrashLoopBackOff}}, ";
        for (String status : List.of(backOff + run("lastState", seconds), run("state", seconds))) {
            assertThat(proxy(status)).as(status).hasValueSatisfying(wait -> {
                assertThat(wait.isInBackOff()).isEqualTo(isUsedUp);
                assertThat(wait.crash() == null).isEqualTo(isUsedUp);
            });
        }
    }

    /** It runs again; one that has run for half a minute may have got over it. */
    @ParameterizedTest
    @CsvSource({"2026-01-01T12:00:55Z, true", "2026-01-01T12:00:10Z, false"})
    void aCrashIsRememberedForAWhile(String since, boolean isRemembered) {
        assertThat(proxy("state: {running: {startedAt: '" + since + "'}}, restartCount: 1, " + run("lastState", 2)))
                .hasValueSatisfying(wait -> assertThat(wait.crash() != null).isEqualTo(isRemembered));
    }

    @Test
    void anImageThatCannotBePulledAfterARestartIsNotTheGate() {
        assertThat(proxy("state: {waiting: {reason: ImagePullBackOff}}, " + run("lastState", 30)))
                .isEmpty();
    }

    /** A Pod tells of two runs at most. */
    @ParameterizedTest
    @CsvSource({"0, EXACT", "1, EXACT", "2, AT_LEAST", "9, AT_LEAST"})
    void sinceItsFirstRunAsFarAsThatIsKnown(int restarts, GateWait.Bound bound) {
        String before = restarts == 0
                ? ""
                : ", lastState: {terminated: {startedAt: '2026-01-01T11:59:00Z', finishedAt: '2026-01-01T11:59:30Z'}}";
        assertThat(proxy(RUNS + before + ", restartCount: " + restarts)).hasValueSatisfying(wait -> {
            assertThat(wait.restarts()).isEqualTo(restarts);
            assertThat(wait.bound()).isEqualTo(bound);
            assertThat(wait.since()).isEqualTo(restarts == 0 ? "2026-01-01T12:00:00Z" : "2026-01-01T11:59:00Z");
        });
    }

    /** It cannot have run before the one before it was there, or, for the first, before the Pod was ready for any. */
    @Test
    void afterManyRestartsNoLongerThanTheOnesBeforeAreDone() {
        String loop = "restartCount: 7, state: {running: {startedAt: '2026-01-01T12:00:00Z'}}, lastState: {terminated:"
                + " {startedAt: '2026-01-01T11:59:00Z', finishedAt: '2026-01-01T11:59:30Z'}}}";
        assertThat(wait("phase: Pending, initContainerStatuses: [{name: prepare, state: {terminated: {exitCode: 0}}},"
                        + " {name: plain, started: true, state: {running: {startedAt: '2026-01-01T11:30:00Z'}}},"
                        + " {name: proxy, " + loop + "]"))
                .hasValueSatisfying(wait -> {
                    assertThat(wait.since()).isEqualTo("2026-01-01T11:30:00Z");
                    assertThat(wait.bound()).isEqualTo(GateWait.Bound.AT_MOST);
                });
        Pod first = Yaml.pod("""
                metadata: {name: web, uid: u}
                spec:
                  initContainers: [{name: proxy, restartPolicy: Always, startupProbe: {tcpSocket: {port: 80}}}]
                  containers: [{name: app}]
                status:
                  phase: Pending
                  startTime: '2026-01-01T11:00:00Z'
                  conditions:
                  - {type: PodReadyToStartContainers, status: 'True', lastTransitionTime: '2026-01-01T11:20:00Z'}
                  initContainerStatuses: [{name: proxy, %s]
                """.formatted(loop));
        assertThat(GateWait.of(first, Instant.parse("2026-01-01T12:01:00Z")))
                .hasValueSatisfying(wait -> assertThat(wait.since()).isEqualTo("2026-01-01T11:20:00Z"));
    }

    @Test
    void aTimeThatIsNotKnown() {
        assertThat(proxy("state: {running: {}}")).hasValueSatisfying(wait -> {
            assertThat(wait.since()).isNull();
            assertThat(wait.bound()).isEqualTo(GateWait.Bound.EXACT);
        });
    }
}
