package io.sidecarfirst.prometheus;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus on this machine: {@code prometheus} on the PATH, or what {@code PROMETHEUS} names. It is asked by its
 * <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>.
 */
public final class PrometheusServer implements AutoCloseable {
    private static final Program PROGRAM = new Program("prometheus");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STEP_SECONDS = 5;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path log;
    private final int port;
    private final Process process;

    private PrometheusServer(Path folder, List<String> options) throws IOException {
        log = folder.resolve("log");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        PROGRAM.path(),
                                        "--config.file=prometheus.yaml",
                                        "--storage.tsdb.path=data",
                                        "--web.listen-address=127.0.0.1:" + port),
                                options.stream())
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Skips the test where there is none. */
    public static void assumeHere() {
        PROGRAM.assumeHere();
    }

    /**
     * Starts one, which is ready then.
     *
     * @param folder where its {@code prometheus.yaml} is, and its data will be
     */
    public static PrometheusServer start(Path folder, String... options) throws IOException {
        PrometheusServer server = new PrometheusServer(folder, List.of(options));
        try {
            await("Prometheus is ready")
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .failFast(() -> {
                        if (!server.process.isAlive()) {
                            throw new AssertionError("Prometheus ended: " + server.log());
                        }
                    })
                    .until(() -> server.get("/-/ready").statusCode() == 200);
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    /** All that it has logged. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The active targets, as {@code /api/v1/targets} has them. */
    public List<JsonNode> targets() {
        return elements(data("/api/v1/targets?state=active").path("activeTargets"));
    }

    /** The names of the alerts that fire now. */
    public Set<String> firing() {
        return elements(data("/api/v1/alerts").path("alerts")).stream()
                .filter(alert -> alert.path("state").asString().equals("firing"))
                .map(alert -> alert.at("/labels/alertname").asString())
                .collect(Collectors.toSet());
    }

    /** The rules that could not be evaluated, with the reasons. */
    public List<JsonNode> failedRules() {
        return elements(data("/api/v1/rules").path("groups")).stream()
                .flatMap(group -> elements(group.path("rules")).stream())
                .filter(rule ->
                        !Set.of("ok", "unknown").contains(rule.path("health").asString()))
                .toList();
    }

    /** The series that a query gives now: each with {@code metric} and {@code value}. */
    public List<JsonNode> query(String query) {
        return elements(data("/api/v1/query?query=" + encoded(query)).path("result"));
    }

    /** The series that a graph from then until now shows: each with {@code metric} and {@code values}. */
    public List<JsonNode> graph(String query, Instant from) {
        return elements(data("/api/v1/query_range?query=%s&start=%d&end=%d&step=%d"
                        .formatted(
                                encoded(query),
                                from.getEpochSecond(),
                                Instant.now().getEpochSecond(),
                                STEP_SECONDS))
                .path("result"));
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private JsonNode data(String path) {
        HttpResponse<String> response = get(path);
        JsonNode answer = JsonMapper.shared().readTree(response.body());
        if (!answer.path("status").asString("").equals("success")) {
            throw new AssertionError(path + ": " + answer);
        }
        return answer.path("data");
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
