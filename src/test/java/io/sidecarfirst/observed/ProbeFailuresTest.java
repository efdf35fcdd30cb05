package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.explain.Redacted;
import io.sidecarfirst.gate.Handler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the kubelet says of a probe that fails, and what of that is repeated. */
class ProbeFailuresTest {
    private static JsonNode event(String container, String reason, String last, String message) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("reason", reason)
                .put("message", message)
                .put("lastTimestamp", last)
                .set("involvedObject", JsonMapper.shared().createObjectNode().put("fieldPath", container));
    }

    private static String said(String message, String handler) {
        JsonNode node = JsonMapper.shared().readTree(handler);
        return Redacted.failure(message, node.isEmpty() ? null : new Handler("exec", node));
    }

    @Test
    void theLastOneOfEachSidecarCounts() {
        String proxy = "spec.initContainers{proxy}";
        List<JsonNode> events = List.of(
                event(proxy, "Unhealthy", "2026-01-01T12:00:09Z", "Startup probe failed: late"),
                event(proxy, "Unhealthy", "2026-01-01T12:00:01Z", "Startup probe failed: early"),
                event(proxy, "Unhealthy", "2026-01-01T12:00:10Z", "Liveness probe failed: other"),
                event(proxy, "BackOff", "2026-01-01T12:00:11Z", "Startup probe: no"),
                event("spec.containers{app}", "Unhealthy", "2026-01-01T12:00:12Z", "Startup probe failed: main"),
                event("spec.initContainers{db}", "Unhealthy", "2026-01-01T12:00:02Z", "Startup probe errored: w"),
                event(
                        "spec.initContainers{db}",
                        "Unhealthy",
                        "2026-01-01T12:00:03Z",
                        "(combined from similar events): Startup probe errored: x"));
        assertThat(ProbeFailures.in(events))
                .isEqualTo(Map.of("proxy", "Startup probe failed: late", "db", "Startup probe errored: x"));
    }

    @Test
    void nothingThatMayBeASecretIsRepeated() {
        assertThat(said("Startup probe failed: Get \"http://10.42.0.6:80/ready?token=hunter2\": refused", "{}"))
                .isEqualTo("Startup probe failed: Get \"http://10.42.0.6:80/ready?...\": refused");
        String psql = "{\"command\":[\"psql\",\"--password=hunter2\",\"-c\",\"select \\\"1\\\"\"]}";
        assertThat(said(
                        "Startup probe failed: command timed out: \"psql --password=hunter2 -c select \\\"1\\\"\" timed"
                                + " out after 1s",
                        psql))
                .isEqualTo("Startup probe failed: command timed out: \"psql ...\" timed out after 1s");
        assertThat(said(
                        "Startup probe failed: command timed out: \"psql -c\nselect 'hunter2'\" timed out after 1s",
                        psql))
                .isEqualTo("Startup probe failed: command timed out: \"psql ...\" timed out after 1s");
        assertThat(said("Startup probe failed: command timed out: \"psql --password=hunter2", psql))
                .isEqualTo("Startup probe failed: command timed out: \"psql ...\"");
        assertThat(said(
                        "Startup probe errored: exec: \"curl -u hunter2 localhost\": executable file not found in"
                                + " $PATH",
                        "{\"command\":[\"curl -u hunter2 localhost\"]}"))
                .isEqualTo("Startup probe errored: exec: \"curl ...\": executable file not found in $PATH");
        assertThat(said("Startup probe failed: no connection", psql)).isEqualTo("Startup probe failed: no connection");
    }

    @Test
    void oneLineAndNotALongOne() {
        assertThat(said("Startup probe failed: first\nsecond", "{}")).isEqualTo("Startup probe failed: first");
        assertThat(said("Startup probe errored: " + "x".repeat(1000) + "executable file not found in $PATH", "{}"))
                .hasSize(200)
                .startsWith("Startup probe errored: x")
                .contains(" ... ")
                .endsWith("xexecutable file not found in $PATH");
        assertThat(Redacted.failure("", null)).isEmpty();
    }
}
