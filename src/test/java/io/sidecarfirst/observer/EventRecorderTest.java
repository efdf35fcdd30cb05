package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class EventRecorderTest {
    private static final EventRecorder.Subject POD = EventRecorder.Subject.of(new HeldPod().observed());

    @TempDir
    private Path folder;

    private final FakeCluster cluster = new FakeCluster();
    private FakeApiServer fake;
    private ApiServer server;
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @BeforeEach
    void start() throws IOException {
        fake = FakeApiServer.start(cluster);
        server = ApiServer.connect(fake.kubeconfig(folder, "default"), null);
    }

    @AfterEach
    void stop() {
        server.close();
        fake.close();
    }

    private EventRecorder.Outcome record(String about, String message) throws InterruptedException {
        return new EventRecorder(server, () -> now, "replica-1")
                .record(POD, EventRecorder.Reason.GateWaiting, about, message);
    }

    @Test
    void anEventThatIsSaidAgainIsTheSameOne() throws InterruptedException {
        assertThat(record("proxy", "first")).isEqualTo(EventRecorder.Outcome.NEW);
        now = now.plusSeconds(300);
        // By another replica, or after a restart.
        assertThat(record("proxy", "second")).isEqualTo(EventRecorder.Outcome.REPEATED);
        assertThat(record("vault", "another")).isEqualTo(EventRecorder.Outcome.NEW);
        String name = EventRecorder.name(POD, EventRecorder.Reason.GateWaiting, "proxy");
        JsonNode event = cluster.get("api/v1/namespaces/shop/events/" + name);
        assertThat(event.path("count").asInt()).isEqualTo(2);
        assertThat(event.path("message").asString()).isEqualTo("second");
        assertThat(event.path("firstTimestamp").asString()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(event.path("lastTimestamp").asString()).isEqualTo("2026-01-01T12:05:00Z");
        assertThat(event.path("type").asString()).isEqualTo("Warning");
        assertThat(event.path("reportingComponent").asString()).isEqualTo("sidecar-first");
        assertThat(event.path("reportingInstance").asString()).isEqualTo("replica-1");
        assertThat(event.at("/involvedObject/uid").asString()).isEqualTo("u1");
    }

    @Test
    void aLongNameLeavesRoom() {
        EventRecorder.Subject subject =
                new EventRecorder.Subject("v1", "Pod", "shop", "a".repeat(235) + "-" + "b".repeat(17), "u1");
        String name = EventRecorder.name(subject, EventRecorder.Reason.GateWaiting, "proxy");
        assertThat(name).hasSizeLessThanOrEqualTo(253).matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    }

    @Test
    void aNamespaceThatGoesIsNoProblemAndABusyApiServerIs() throws InterruptedException {
        cluster.answer(request -> Reply.refused(403, "because it is being terminated"));
        assertThat(record("proxy", "message")).isEqualTo(EventRecorder.Outcome.REFUSED);
        cluster.answer(request -> Reply.refused(429, "too many requests"));
        assertThatThrownBy(() -> record("proxy", "message")).isInstanceOf(ApiServerException.class);
    }
}
