package io.sidecarfirst.server;

import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.certificates.TestClient;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Gates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;

/** A webhook on loopback, and clients that trust it. */
final class TestServer implements AutoCloseable {
    static final TestAuthority AUTHORITY = TestAuthority.create("serving CA");
    static final SSLContext CLIENT = TestClient.trusting(AUTHORITY.certificate());

    /** Only so that a broken test ends. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final SSLContext TLS = ServerTls.context(
            new ReloadableKeyManager(AUTHORITY.server("localhost", "127.0.0.1").material()));

    final Metrics metrics = new Metrics();
    final Readiness readiness = new Readiness();
    private final WebhookServer server;
    private final int port;

    private TestServer(SSLContext tls, boolean clientCertificates, Limits limits, Gate gate, Duration drain) {
        readiness.ready();
        server = WebhookServer.start(
                new ListenAddress("127.0.0.1", 0, drain),
                tls,
                clientCertificates,
                limits,
                ReviewPaths.of(gate),
                metrics,
                readiness);
        port = server.port();
    }

    static TestServer start() {
        return start(Limits.DEFAULTS);
    }

    static TestServer start(Limits limits) {
        return new TestServer(TLS, false, limits, Gates.DEFAULT, Duration.ofSeconds(1));
    }

    static TestServer start(Gate gate) {
        return new TestServer(TLS, false, Limits.DEFAULTS, gate, Duration.ofSeconds(1));
    }

    static TestServer start(Gate gate, Limits limits) {
        return new TestServer(TLS, false, limits, gate, Duration.ofSeconds(1));
    }

    static TestServer start(Gate gate, Duration drain) {
        return new TestServer(TLS, false, Limits.DEFAULTS, gate, drain);
    }

    static TestServer start(SSLContext tls, Limits limits) {
        return new TestServer(tls, false, limits, Gates.DEFAULT, Duration.ofSeconds(1));
    }

    static TestServer start(SSLContext tls, boolean clientCertificates) {
        return new TestServer(tls, clientCertificates, Limits.DEFAULTS, Gates.DEFAULT, Duration.ofSeconds(1));
    }

    int port() {
        return port;
    }

    RawConnection connect() throws IOException {
        return RawConnection.tls(port(), CLIENT);
    }

    /** A client with connections of its own, which it keeps open. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(CLIENT)
                .build();
    }

    /** Posts as an API server does. */
    HttpResponse<String> post(HttpClient client, JsonNode review) throws IOException, InterruptedException {
        return post(client, "/mutate", review);
    }

    /** The same to another path. */
    HttpResponse<String> post(HttpClient client, String path, JsonNode review)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port() + path + "?timeout=10s"))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, */*")
                        .header("Accept-Encoding", "gzip")
                        .header("User-Agent", "kube-apiserver-admission")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Reviews.bytes(review)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** The value of a metric's sample, with its labels as written; 0 where there is none. */
    double metric(String sample) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            metrics.writeTo(out, metrics.format(null));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .sum();
    }

    double inFlight() {
        return metric("sidecar_first_requests_in_flight");
    }

    @Override
    public void close() {
        server.close();
    }
}
