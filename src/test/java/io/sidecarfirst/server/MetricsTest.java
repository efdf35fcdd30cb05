package io.sidecarfirst.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.prometheus.DocumentedMetrics;
import io.sidecarfirst.prometheus.Promtool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What a Prometheus gets of a replica. */
@Timeout(60)
class MetricsTest {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"
                    + "application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";

    /** Registered where the observer runs. */
    private static final Set<String> OF_THE_OBSERVER = Set.of(
            "sidecar_first_observer_active",
            "sidecar_first_observer_pods",
            "sidecar_first_observer_errors_total",
            "sidecar_first_waiting_pods",
            "sidecar_first_released_gates_total",
            "sidecar_first_given_up_gates_total",
            "sidecar_first_missed_pods_total",
            "sidecar_first_skipped_with_warning_pods_total",
            "sidecar_first_gate_seconds",
            "sidecar_first_gate_main_seconds",
            "sidecar_first_late_image_pull_seconds");

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpClient poster = TestServer.client();
    private final TestServer server = TestServer.start();
    private final HealthServer health = HealthServer.start(
            new ListenAddress("127.0.0.1", 0, Duration.ofSeconds(1)), server.metrics, server.readiness);

    MetricsTest() {
        server.metrics.build("1.2.3");
        server.metrics.readiness(server.readiness);
        server.metrics.certificate(TestServer.AUTHORITY::certificate);
        server.metrics.process();
    }

    @AfterEach
    void close() {
        health.close();
        server.close();
    }

    private HttpResponse<byte[]> scrape(String accept) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + health.port() + "/metrics"))
                        .header("Accept", accept)
                        .timeout(TestServer.PATIENCE)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private String text() throws IOException, InterruptedException {
        return new String(scrape("text/plain").body(), StandardCharsets.UTF_8);
    }

    @Test
    void eachHasALineInTheDocumentation() throws Exception {
        Map<String, String> scraped = DocumentedMetrics.typesIn(text());
        Map<String, String> documented = DocumentedMetrics.typesOfReplicas();
        assertThat(documented).containsAllEntriesOf(scraped);
        documented.keySet().removeAll(OF_THE_OBSERVER);
        assertThat(scraped).containsAllEntriesOf(documented);
    }

    @Test
    void promtoolFindsNoFault(@TempDir Path folder) throws Exception {
        server.post(poster, Reviews.good());
        assertThat(Promtool.run(folder, text(), "check", "metrics")).isEqualTo(new Promtool.Run(0, ""));
    }

    @Test
    void whatHasLabelsIsThereFromTheStart() throws Exception {
        String text = text();
        for (Reason reason : Reason.values()) {
            assertThat(text)
                    .contains("sidecar_first_sidecars_total{by=\"\",cause=\"" + reason.id()
                            + "\",verdict=\"skipped\"} 0.0\n");
        }
        for (SourceKind source : SourceKind.values()) {
            for (GateMode mode : GateMode.values()) {
                assertThat(text)
                        .contains("sidecar_first_sidecars_total{by=\"" + mode + "\",cause=\"" + source.id()
                                + "\",verdict=\"gated\"} 0.0\n");
            }
        }
        for (Warning.Kind kind : Warning.Kind.values()) {
            assertThat(text).contains("sidecar_first_warnings_total{kind=\"" + kind.id() + "\"} 0.0\n");
        }
        assertThat(text)
                .contains(
                        "sidecar_first_reviews_total{dry_run=\"false\",result=\"failed\"} 0.0\n",
                        "sidecar_first_reviews_total{dry_run=\"true\",result=\"gated\"} 0.0\n",
                        "sidecar_first_refused_requests_total{status=\"405\"} 0.0\n",
                        "sidecar_first_build_info{version=\"1.2.3\"} 1\n",
                        "sidecar_first_ready 1.0\n");
        server.readiness.drain();
        assertThat(text()).contains("sidecar_first_ready 0.0\n");
    }

    /** Every series that a review of any kind makes is one that was there. */
    @Test
    void noSeriesAppearsLater() throws Exception {
        Function<String, Set<String>> series =
                text -> text.lines().map(line -> line.replaceFirst(" .*", "")).collect(Collectors.toSet());
        Set<String> before = series.apply(text());
        ObjectNode malformed = Reviews.good();
        malformed.remove("request");
        server.post(poster, Reviews.good());
        server.post(poster, dryRun());
        server.post(poster, malformed);
        server.post(poster, "/mutate/container", Reviews.good());
        ask("GET", "/mutate");
        ask("GET", "/");
        Set<String> after = series.apply(text());
        after.removeIf(name -> name.startsWith("jvm_"));
        assertThat(before).containsAll(after);
    }

    private static ObjectNode dryRun() {
        ObjectNode review = Reviews.good();
        ((ObjectNode) review.path("request")).put("dryRun", true);
        return review;
    }

    @Test
    void dryRunsAreToldApart() throws Exception {
        server.post(poster, dryRun());
        server.post(poster, dryRun());
        server.post(poster, Reviews.good());
        assertThat(server.metric("sidecar_first_reviews_total{dry_run=\"true\",result=\"gated\"}"))
                .isEqualTo(2);
        assertThat(server.metric("sidecar_first_reviews_total{dry_run=\"false\",result=\"gated\"}"))
                .isEqualTo(1);
        assertThat(server.metric("sidecar_first_sidecars_total{by=\"probe\",cause=\"port\",verdict=\"gated\"}"))
                .isEqualTo(1);
        assertThat(server.metric("sidecar_first_warnings_total{kind=\"guessed-port\"}"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /mutate, 405",
        "PUT, /mutate, 405",
        "GET, /mutate/container, 405",
        "GET, /, 404",
        "POST, /validate, 404",
        "POST, /mutate/none, 404"
    })
    void otherPathsAndMethodsAreCounted(String method, String path, int status) throws Exception {
        assertThat(ask(method, path)).isEqualTo(status);
        // The answer is there before it is counted.
        await().until(() -> server.metric("sidecar_first_refused_requests_total{status=\"" + status + "\"}") == 1);
    }

    private int ask(String method, String path) throws IOException, InterruptedException {
        return poster.send(
                        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                                .timeout(TestServer.PATIENCE)
                                .method(
                                        method,
                                        method.equals("GET")
                                                ? HttpRequest.BodyPublishers.noBody()
                                                : HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/openmetrics-text;version=1.0.0,text/plain;q=0.5 | application/openmetrics-text; version=1.0.0
            text/plain;version=0.0.4                                    | text/plain; version=0.0.4
            */*                                                         | text/plain; version=0.0.4
            """)
    void aScraperGetsWhatItTakes(String accept, String type) throws Exception {
        HttpResponse<byte[]> response = scrape(accept);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(new String(response.body(), StandardCharsets.UTF_8).endsWith("# EOF\n"))
                .isEqualTo(type.contains("openmetrics"));
    }

    @Test
    void aScraperThatWantsNativeHistogramsGetsThem() throws Exception {
        server.post(poster, Reviews.good());
        HttpResponse<byte[]> response = scrape(PROTOBUF);
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/vnd.google.protobuf");
        assertThat(new String(response.body(), StandardCharsets.ISO_8859_1))
                .contains("sidecar_first_request_duration_seconds");
    }

    @Test
    void whatHappensToCertificatesIsCounted() {
        server.metrics.certificates().reloaded();
        server.metrics.certificates().renewed();
        server.metrics.certificates().renewed();
        server.metrics.certificates().failed();
        assertThat(server.metric("sidecar_first_certificate_reloads_total")).isEqualTo(1);
        assertThat(server.metric("sidecar_first_certificate_renewals_total")).isEqualTo(2);
        assertThat(server.metric("sidecar_first_certificate_errors_total")).isEqualTo(1);
    }
}
