package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Yaml;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What is read of a gate container's state, and of a termination message, which may be anybody's. */
class GateReportTest {
    private static Pod pod(String status) {
        return Yaml.pod("""
                metadata: {name: web}
                spec:
                  initContainers:
                  - {name: proxy, restartPolicy: Always, ports: [{containerPort: 8080}]}
                  - name: sidecar-first-gate
                    image: example.com/sidecar-first-gate:1
                    args: ['{"sidecar":"proxy","source":"port","releaseAfterSeconds":120,"tcpSocket":{"port":8080}}']
                  containers: [{name: app}]
                status: {initContainerStatuses: [{name: sidecar-first-gate, %s}]}
                """.formatted(status));
    }

    private static GateReport report(String status) {
        return GateReport.of(pod(status)).orElseThrow();
    }

    private static Map<String, GateReport.Answer> answers(String message) {
        Pod pod = pod("state: {terminated: {exitCode: 0}}");
        ObjectNode terminated = (ObjectNode) pod.root().at("/status/initContainerStatuses/0/state/terminated");
        terminated.set("message", StringNode.valueOf(message));
        return GateReport.of(Pod.of(pod.root())).orElseThrow().answers();
    }

    private static GateReport.Answer answer(Map<String, GateReport.Answer> answers, String sidecar) {
        return Objects.requireNonNull(answers.get(sidecar));
    }

    @Test
    void aPodWithoutTheContainerHasNone() {
        assertThat(GateReport.of(Yaml.pod("spec: {containers: [{name: app}]}"))).isEmpty();
        assertThat(GateContainer.in(pod("state: {}"))).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state: {}                                                      | NOT_STARTED  | ''
            state: {waiting: {reason: PodInitializing}}                    | NOT_STARTED  | ''
            state: {waiting: {reason: ImagePullBackOff}}                   | CANNOT_START | ImagePullBackOff
            state: {running: {startedAt: '2026-01-01T12:00:00Z'}}          | ASKS         | ''
            state: {terminated: {exitCode: 0}}                             | OPEN         | ''
            'state: {terminated: {exitCode: 137, reason: OOMKilled}}'      | FAILED       | 'exit code 137, OOMKilled'
            'state: {waiting: {reason: CrashLoop}}, lastState: {terminated: {exitCode: 2}}' | FAILED | exit code 2
            """)
    void phases(String status, GateReport.Phase phase, String reason) {
        assertThat(report(status).phase()).isEqualTo(phase);
        assertThat(report(status).reason()).isEqualTo(reason);
    }

    /** A container that waits has no time of its own: it was its turn when the last of those it asks had started. */
    @Test
    void oneThatCannotStartTellsSinceWhenAndWhy() {
        GateReport report =
                report("state: {waiting: {reason: ErrImagePull, message: \"pull access denied\\nfor gate\"}}},"
                        + " {name: proxy, started: true, state: {running: {startedAt: '2026-01-01T12:00:00Z'}}");
        assertThat(report.since()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(report.message()).isEqualTo("pull access denied for gate");
        assertThat(report("state: {waiting: {reason: ErrImagePull}}").since()).isNull();
    }

    @Test
    void eachSidecarHasAnAnswer() {
        Map<String, GateReport.Answer> answers = answers("""
                {"proxy":{"passedAfterSeconds":3.21},
                "adapter":{"givenUpAfterSeconds":120.00,"failure":"connect to 127.0.0.1:8080: connection refused"},
                "later":{"failure":"not understood: no such handler: quic"}}""");
        assertThat(answer(answers, "proxy").inWords()).isEqualTo("answered after 3.2 seconds");
        assertThat(answer(answers, "proxy").hasAnswered()).isTrue();
        assertThat(answer(answers, "adapter").inWords())
                .isEqualTo("was given up after 120.0 seconds: connect to 127.0.0.1:8080: connection refused");
        assertThat(answer(answers, "adapter").outcome()).isEqualTo(GateReport.Outcome.GIVEN_UP);
        assertThat(answer(answers, "later").inWords())
                .isEqualTo("was not waited for: not understood: no such handler: quic");
        assertThat(answer(answers, "later").hasAnswered()).isFalse();
    }

    /** The container was ended while it waited: what it says then is of the end, not of the sidecars. */
    @Test
    void aFailedContainerHasNoAnswers() {
        assertThat(report("state: {terminated: {exitCode: 143, message: '{\"proxy\":{\"failure\":\"refused\"}}'}}")
                        .answers())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{\"proxy\":{\"passedAfterSeconds\":3.2",
                "[1, 2]",
                "3",
                "null",
                "{\"proxy\":null}",
                "{\"proxy\":{}}",
                "{\"proxy\":{\"failure\":\"\"}}",
                "{\"proxy\":{\"failure\":[\"a\"]}}",
                "{\"proxy\":{\"passedAfterSeconds\":\"3\"}}",
                "{\"proxy\":{\"passedAfterSeconds\":-1}}",
                "{\"proxy\":{\"passedAfterSeconds\":1e400}}",
                "{\"proxy\":{\"passedAfterSeconds\":3e9}}",
                "{\"proxy\":{\"ok\":true,\"failure\":\"x\"}}"
            })
    void anotherMessageIsNoAnswer(String message) {
        assertThat(answers(message)).isEmpty();
    }

    @Test
    void aFailureIsOneShortLineWithoutCommandsOfATerminal() {
        String failure = "\u001b[31mred\nnext\tline" + "x".repeat(5_000);
        ObjectNode message = JsonMapper.shared().createObjectNode();
        message.putObject("proxy").put("givenUpAfterSeconds", 1).put("failure", failure);
        GateReport.Answer answer = answer(answers(message.toString()), "proxy");
        assertThat(answer.failure()).startsWith("[31mred next line").hasSizeLessThanOrEqualTo(200);
    }
}
