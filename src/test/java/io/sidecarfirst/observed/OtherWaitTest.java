package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds the mains of a Pod that is no gate. */
class OtherWaitTest {
    private static String of(String conditions, String init) {
        return OtherWait.of(Yaml.pod("""
                metadata: {name: web, uid: u}
                spec:
                  initContainers:
                    - {name: migrate}
                    - {name: proxy, restartPolicy: Always, startupProbe: {tcpSocket: {port: 80}}}
                    - {name: sidecar-first-gate}
                  containers: [{name: app}]
                status:
                  phase: Pending
                  conditions: [%s]
                  initContainerStatuses: [%s]
                """.formatted(conditions, init))).orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: PodScheduled, status: 'False', message: no nodes} | a node: no nodes",
                "{type: PodReadyToStartContainers, status: 'False'}"
                        + " | its volumes or its network; more: sidecar-first timeline pod/web -n default"
            })
    void aCondition(String condition, String expected) {
        assertThat(of(condition, "")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state: {running: {}} | the init container migrate to finish",
                "state: {waiting: {reason: PodInitializing}} | the init container migrate to finish",
                "state: {terminated: {exitCode: 2}} | the init container migrate, which fails (exit code 2)",
                "'state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 2}}'"
                        + " | the init container migrate, which fails (exit code 2)",
                "state: {waiting: {reason: ErrImagePull, message: not found}}"
                        + " | the image of the init container migrate (ErrImagePull): not found",
                "state: {waiting: {reason: CreateContainerConfigError, message: no secret}}"
                        + " | the init container migrate, which cannot be started (CreateContainerConfigError):"
                        + " no secret"
            })
    void anInitContainer(String state, String expected) {
        assertThat(of("", "{name: migrate, " + state + "}")).isEqualTo(expected);
    }

    /** With the init container done. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state: {waiting: {reason: ImagePullBackOff}} | the image of the sidecar proxy (ImagePullBackOff)",
                "state: {running: {}} | ''",
                "state: {waiting: {reason: CrashLoopBackOff}} | ''",
                "'state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {reason: StartError,"
                        + " exitCode: 128, message: no such file}}'"
                        + " | 'the sidecar proxy, which cannot be started: no such file'",
                "'started: true}, {name: sidecar-first-gate, state: {running: {}}' | ''"
            })
    void aSidecarWhoseGateIsToldOfElsewhere(String state, String expected) {
        assertThat(of("", "{name: migrate, state: {terminated: {exitCode: 0}}}, {name: proxy, " + state + "}"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"phase: Failed", "'phase: Running, containerStatuses: [{name: app, state: {running: {}}}]'"})
    void nothing(String status) {
        assertThat(OtherWait.of(Yaml.pod("""
                metadata: {name: web, uid: u}
                spec: {initContainers: [{name: migrate}], containers: [{name: app}]}
                status: {%s}
                """.formatted(status)))).isEmpty();
    }
}
