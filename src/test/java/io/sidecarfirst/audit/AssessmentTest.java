package io.sidecarfirst.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn.Answer;
import io.sidecarfirst.observed.GateWait;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The verdict on one sidecar: of a Pod that exists, and of a template. */
class AssessmentTest {
    private static final Installation WEBHOOK =
            new Installation.Webhook(List.of("zz-sidecar-first"), List.of(), List.of());
    private static final Installation NOTHING = new Installation.Nothing();
    private static final Installation UNKNOWN = new Installation.Unknown("it may not be read");

    private static final String PORT = "ports: [{containerPort: 80}]";
    private static final String OURS =
            PORT + ", startupProbe: {tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: 60}";
    private static final String THEIRS = PORT + ", startupProbe: {tcpSocket: {port: 80}, periodSeconds: 9}";
    private static final String LOOPBACK = PORT + ", args: ['--listen=127.0.0.1:80']";

    private static Pod pod(String sidecar, String status) {
        String fields = switch (sidecar) {
            case "ours" -> OURS;
            case "theirs" -> THEIRS;
            case "port" -> PORT;
            case "loopback" -> LOOPBACK;
            default -> "image: " + sidecar;
        };
        String annotation = switch (status) {
            case "gated" -> "{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":60}}";
            case "loopback-only" -> "{\"proxy\":{\"skipped\":\"loopback-only\"}}";
            case "released" -> "{\"proxy\":{\"skipped\":\"released\"}}";
            case "of-others" -> "{}";
            default -> "";
        };
        String optOut = status.equals("opted-out") ? "labels: {sidecar-first.io/injection: disabled}" : "";
        return Yaml.podWithSidecar(
                annotation.isEmpty() ? optOut : "annotations: {sidecar-first.io/status: '" + annotation + "'}",
                fields,
                "");
    }

    private static String words(Assessment assessment) {
        Assessment.Forecast now = assessment.ifCreatedNow();
        return assessment.verdict()
                + (assessment.reason().isEmpty() ? "" : " " + assessment.reason())
                + (now == null ? "" : now.isGated() ? ", now gated " + now.reason() : ", now skipped " + now.reason());
    }

    private static Verdict verdict(Pod pod) {
        return Gates.DEFAULT.plan(pod).verdicts().get(0);
    }

    private static Assessment ofPod(Pod pod, Answer optIn, Installation installation) {
        return ofPod(pod, true, optIn, installation);
    }

    private static Assessment ofPod(Pod pod, boolean isMemoryKnown, Answer optIn, Installation installation) {
        boolean isWaitedFor =
                GateWait.of(pod, Instant.parse("2026-01-01T12:00:00Z")).isPresent();
        return Assessment.ofPod(pod, verdict(pod), isWaitedFor, isMemoryKnown, optIn, installation);
    }

    private static Installation installation(String name) {
        return switch (name) {
            case "webhook" -> WEBHOOK;
            case "nothing" -> NOTHING;
            default -> UNKNOWN;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // It has a startupProbe: whose?
                "ours     | gated         | NO      | nothing | gated port",
                "ours     | none          | YES     | webhook | skipped already-gated",
                "theirs   | gated         | YES     | webhook | skipped already-gated",
                // It was skipped; would that be so today?
                "loopback | loopback-only | YES     | webhook | skipped loopback-only",
                "port     | loopback-only | YES     | webhook | skipped loopback-only, now gated port",
                // It has no gate: should it have one?
                "port     | none          | YES     | webhook | missed no-status-annotation, now gated port",
                "port     | of-others     | YES     | webhook | missed no-entry-in-status, now gated port",
                "port     | gated         | YES     | webhook | missed copied-status-annotation, now gated port",
                "port     | none          | YES     | nothing | missed nothing-installed, now gated port",
                "port     | none          | NO      | webhook | not-opted-in, now gated port",
                "port     | none          | UNKNOWN | webhook | unknown labels-unknown, now gated port",
                // It would have none.
                "shipper  | none          | YES     | webhook | skipped nothing-to-probe",
                "shipper  | none          | NO      | webhook | not-opted-in, now skipped nothing-to-probe",
                "port     | opted-out     | NO      | webhook | skipped opted-out"
            })
    void ofAPod(String sidecar, String status, Answer optIn, String installed, String expected) {
        Pod pod = pod(sidecar, status);
        assertThat(words(ofPod(pod, optIn, installation(installed)))).isEqualTo(expected);
    }

    /** Where it may not be read which gates were given up, nobody knows that this one would be made again. */
    @ParameterizedTest
    @CsvSource({"true, 'skipped released, now gated port'", "false, skipped released"})
    void aGateThatWasGivenUp(boolean isMemoryKnown, String expected) {
        Pod pod = pod("port", "released");
        assertThat(words(ofPod(pod, isMemoryKnown, Answer.YES, WEBHOOK))).isEqualTo(expected);
    }

    /** Whose gate it is, and who has opted in, does not matter to those who wait. */
    @ParameterizedTest
    @CsvSource({
        "ours, gated, YES, running: {}, waiting port",
        "ours, none, NO, running: {}, waiting already-gated",
        "theirs, none, UNKNOWN, running: {}, waiting already-gated",
        "ours, gated, YES, waiting: {}, gated port",
        "ours, gated, YES, terminated: {exitCode: 1}, waiting port",
        "port, none, YES, running: {}, 'missed no-status-annotation, now gated port'"
    })
    void ofAPodWhoseMainsWait(String sidecar, String status, Answer optIn, String state, String expected) {
        ObjectNode root = pod(sidecar, status).root().deepCopy().asObject();
        root.set("status", Yaml.tree("initContainerStatuses: [{name: proxy, state: {" + state + "}}]"));
        Pod pod = Pod.of(root);
        assertThat(words(ofPod(pod, optIn, WEBHOOK))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port     | YES     | webhook | gated port",
                "port     | YES     | nothing | missed nothing-installed, now gated port",
                "port     | YES     | unknown | unknown installed-unknown, now gated port",
                "port     | NO      | nothing | not-opted-in, now gated port",
                "port     | UNKNOWN | webhook | unknown labels-unknown, now gated port",
                "shipper  | YES     | nothing | skipped nothing-to-probe",
                "theirs   | NO      | nothing | skipped already-gated"
            })
    void ofATemplate(String sidecar, Answer optIn, String installed, String expected) {
        Pod pod = pod(sidecar, "none");
        assertThat(words(Assessment.ofTemplate(pod, verdict(pod), optIn, installation(installed))))
                .isEqualTo(expected);
    }
}
