package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.admission.Reviews;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** What the kubelet and Prometheus see. */
@Timeout(60)
class HealthServerTest {
    private static final String SAMPLE = "sidecar_first_[a-z_]+(\\{[a-z_]+=\"[^\"\\\\]*\"(,[a-z_]+=\"[^\"\\\\]*\")*})?"
            + " -?([0-9.]+(E-?[0-9]+)?|NaN|\\+?Inf)";
    private static final String COMMENT = "# (HELP|TYPE) sidecar_first_[a-z_]+ .+";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics();
    private final Readiness readiness = new Readiness();
    private final HealthServer health =
            HealthServer.start(new ListenAddress("127.0.0.1", 0, Duration.ofSeconds(1)), metrics, readiness);

    @AfterEach
    void close() {
        health.close();
    }

    @Test
    void healthyFromTheStart() throws Exception {
        HttpResponse<String> response = get("/healthz");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("ok\n");
    }

    @Test
    void readyOnlyBetweenStartAndDrain() throws Exception {
        assertReady(503, "starting\n");
        readiness.ready();
        assertReady(200, "ok\n");
        readiness.drain();
        assertReady(503, "draining\n");
        readiness.ready();
        assertReady(503, "draining\n");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void metricsAreInPrometheusTextFormat() throws Exception {
        try (TestServer server = TestServer.start();
                HealthServer own = HealthServer.start(
                        new ListenAddress("127.0.0.1", 0, Duration.ofSeconds(1)), server.metrics, server.readiness)) {
            server.post(TestServer.client(), Reviews.good());
            HttpResponse<String> response = get(own.port(), "/metrics");
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/plain; version=0.0.4");
            assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
            List<String> lines = response.body().lines().toList();
            assertThat(lines).allMatch(line -> line.matches(COMMENT) || line.matches(SAMPLE));
            assertThat(lines)
                    .contains(
                            "sidecar_first_reviews_total{dry_run=\"false\",result=\"gated\"} 1.0",
                            "sidecar_first_sidecars_total{by=\"probe\",cause=\"port\",verdict=\"gated\"} 1.0",
                            "sidecar_first_request_duration_seconds_count 1");
        }
    }

    @Test
    void countsGoUpWithReviews() throws Exception {
        try (TestServer server = TestServer.start()) {
            HttpClient poster = TestServer.client();
            ObjectNode update = Reviews.good();
            ((ObjectNode) update.path("request")).put("operation", "UPDATE");
            ObjectNode plain = Reviews.good();
            ((ObjectNode) plain.path("request").path("object").path("spec")).remove("initContainers");
            ObjectNode skipped = Reviews.good();
            ((ObjectNode) skipped.path("request")
                            .path("object")
                            .path("spec")
                            .path("initContainers")
                            .path(0))
                    .remove("ports");
            ObjectNode malformed = Reviews.good();
            malformed.remove("request");

            for (ObjectNode review : List.of(Reviews.good(), Reviews.good(), update, plain, skipped, malformed)) {
                server.post(poster, review);
            }
            assertThat(server.metric("sidecar_first_reviews_total{dry_run=\"false\",result=\"gated\"}"))
                    .isEqualTo(2);
            assertThat(server.metric("sidecar_first_reviews_total{dry_run=\"false\",result=\"not_ours\"}"))
                    .isEqualTo(1);
            assertThat(server.metric("sidecar_first_reviews_total{dry_run=\"false\",result=\"without_sidecars\"}"))
                    .isEqualTo(1);
            assertThat(server.metric("sidecar_first_reviews_total{dry_run=\"false\",result=\"skipped\"}"))
                    .isEqualTo(1);
            assertThat(server.metric("sidecar_first_reviews_total{dry_run=\"false\",result=\"malformed\"}"))
                    .isEqualTo(1);
            assertThat(server.metric("sidecar_first_refused_requests_total{status=\"400\"}"))
                    .isEqualTo(1);
            assertThat(server.metric("sidecar_first_sidecars_total{by=\"\",cause=\"nothing-to-probe\",verdict=\"skipped\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/mutate").statusCode()).isEqualTo(404);
        HttpResponse<String> posted = client.send(
                HttpRequest.newBuilder(uri(health.port(), "/healthz"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(405);
    }

    private void assertReady(int status, String word) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/readyz");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(word);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(health.port(), path);
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(port, path))
                        .header("Accept-Encoding", "gzip")
                        .timeout(TestServer.PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
