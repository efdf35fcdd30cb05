package io.sidecarfirst.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExampleReview;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.post.PostClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code serve} as the process that it is in a cluster. */
class ServeProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              annotations:
                sidecar-first.io/period-seconds: PERIOD
            spec:
              initContainers:
              - name: proxy
                restartPolicy: RESTART
                env:
                - name: LISTEN
                  value: 127.0.0.1:80
                - name: PASSWORD
                  value: hunter2-env
                command: [proxy, --token=hunter2-flag]
                ports:
                - containerPort: 80
                PROBE
              containers:
              - name: app
                env:
                - name: PASSWORD
                  value: hunter2-app
            """;
    private static final String GATED = POD.replace(
                    "PROBE", "readinessProbe: {exec: {command: [check, hunter2-probe]}}")
            .replace("RESTART", "Always");
    private static final String NOT_GATED = POD.replace("PROBE", "").replace("RESTART", "Always");
    private static final String WITHOUT_SIDECARS = POD.replace("PROBE", "").replace("RESTART", "Never");

    @TempDir
    private Path folder;

    private Cli.Run post(ServeProcess server, String pod) throws IOException {
        return Cli.with(Map.of())
                .reading(pod.replace("PERIOD", "\"2\""))
                .execute("post", server.url().toString(), "-f", "-");
    }

    private static List<JsonNode> decisions(ServeProcess server) throws IOException {
        return server.lines().stream()
                .filter(line -> line.path("logger").asString("").endsWith("decisions"))
                .toList();
    }

    @Test
    void saysWhereTheGateContainerHasNoImage() throws IOException {
        String line = "--gate container without --gate-image";
        try (ServeProcess server = ServeProcess.start(folder, "--gate", "container")) {
            assertThat(server.line(line).orElseThrow().path("level").asString()).isEqualTo("warn");
            Cli.Run run = Cli.run("post", server.url() + "/container");
            assertThat(run.out())
                    .contains("no image is set for it", "startupProbe")
                    .doesNotContain("example.com/g:1");
        }
        try (ServeProcess server =
                ServeProcess.start(folder, "--gate", "container", "--gate-image", "example.com/g:1")) {
            assertThat(server.line(line)).isEmpty();
            assertThat(Cli.run("post", server.url().toString()).out()).contains("example.com/g:1");
            assertThat(Cli.run("post", server.url() + "/probe").out())
                    .contains("startupProbe")
                    .doesNotContain("example.com/g:1");
        }
    }

    @Test
    void answersUntilItIsToldToStop() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder, "--shutdown-delay-seconds", "8")) {
            assertThat(server.health("/healthz").statusCode()).isEqualTo(200);
            assertThat(server.health("/readyz").statusCode()).isEqualTo(200);
            assertThat(server.health("/metrics").body()).contains("sidecar_first_reviews_total");
            assertThat(post(server, GATED).out()).contains("allowed: true", "startupProbe");

            server.terminate();
            await().atMost(PATIENCE).until(() -> server.health("/readyz").statusCode() == 503);
            assertThat(server.health("/readyz").body()).contains("draining");
            assertThat(server.health("/healthz").statusCode()).isEqualTo(200);
            assertThat(post(server, GATED).code()).isZero();
            assertThat(server.exitCode()).isZero();
            assertThat(server.line("stopped")).isPresent();
        }
    }

    @Test
    void finishesTheRequestInWork() throws Exception {
        byte[] review = ExampleReview.of(ExampleReview.pod());
        int half = review.length / 2;
        try (ServeProcess server = ServeProcess.start(folder, "--shutdown-delay-seconds", "0");
                SSLSocket socket = connect(server)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /mutate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                            + review.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(review, 0, half);
            out.flush();
            await().atMost(PATIENCE).until(() -> inWork(server));
            server.terminate();
            await().atMost(PATIENCE).until(() -> server.line("stopping").isPresent());
            out.write(review, half, review.length - half);
            out.flush();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            assertThat(server.exitCode()).isZero();
        }
    }

    /** As on a node without IPv6: with this option the JVM knows of none. */
    @ParameterizedTest
    @ValueSource(strings = {"::", "::1"})
    void saysThatThereIsNoIpv6(String address) throws Exception {
        Map<String, String> withoutIpv6 = Map.of("JAVA_TOOL_OPTIONS", "-Djava.net.preferIPv4Stack=true");
        try (ServeProcess server = ServeProcess.launch(folder, withoutIpv6, "--bind-address", address)) {
            assertThat(server.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(server.log().lines())
                    .contains("sidecar-first: cannot listen on [" + address + "]:0: there is no IPv6 here; bind-address"
                            + " has to be an IPv4 address, such as 0.0.0.0");
        }
    }

    private static boolean inWork(ServeProcess server) throws IOException, InterruptedException {
        return server.health("/metrics")
                .body()
                .lines()
                .anyMatch(line -> line.matches("sidecar_first_\\w*in_flight\\w* 1(\\.0)?"));
    }

    private static SSLSocket connect(ServeProcess server) throws IOException, GeneralSecurityException {
        return (SSLSocket) PostClient.of(server.url(), null)
                .http()
                .sslContext()
                .getSocketFactory()
                .createSocket("127.0.0.1", server.url().getPort());
    }

    @Test
    void writesOneJsonLineForADecisionAndNoSecrets() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder, "--log-format", "json")) {
            assertThat(post(server, WITHOUT_SIDECARS).code()).isZero();
            assertThat(decisions(server)).isEmpty();
            assertThat(post(server, GATED).code()).isZero();
            await().atMost(PATIENCE).until(() -> decisions(server).size() == 1);
            assertThat(decisions(server).get(0).path("message").stringValue()).isEqualTo("gated");
            assertThat(decisions(server).get(0).path("pod").stringValue()).isEqualTo("web");
            assertThat(decisions(server).get(0).path("sidecars"))
                    .hasSize(1)
                    .allMatch(entry -> entry.path("gated").stringValue().equals("readinessProbe"));
            assertThat(post(server, NOT_GATED).code()).isZero();
            await().atMost(PATIENCE).until(() -> decisions(server).size() == 2);
            assertThat(decisions(server).get(1).path("message").stringValue()).isEqualTo("not gated");
            assertThat(decisions(server).get(1).path("warnings"))
                    .singleElement()
                    .asString()
                    .contains("variable LISTEN");
            assertThat(server.log()).doesNotContain("hunter2");
            assertThat(server.out()).isEmpty();
            assertThat(server.lines())
                    .allSatisfy(
                            line -> assertThat(line.propertyNames()).contains("time", "level", "logger", "message"));
        }
    }

    @Test
    void writesNoSecretsAtTheLowestLevelEither() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder, "--log-level", "TRACE")) {
            for (String pod : List.of(GATED, NOT_GATED, WITHOUT_SIDECARS)) {
                assertThat(post(server, pod).code()).isZero();
            }
            await().atMost(PATIENCE).until(() -> decisions(server).size() >= 2);
            assertThat(server.log()).doesNotContain("hunter2");
        }
    }

    @Test
    void saysThatItMadeItsCertificate() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder)) {
            assertThat(server.line("no --tls-cert-file")
                            .orElseThrow()
                            .path("message")
                            .stringValue())
                    .contains("made on the spot");
        }
    }

    @Test
    void isForAPersonWithTextLogs() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder, "--log-format", "text")) {
            await().atMost(PATIENCE).until(() -> server.out().contains(" post https://127.0.0.1:"));
            String url = Arrays.stream(server.out().split("\\s+", -1))
                    .filter(word -> word.startsWith("https://"))
                    .findFirst()
                    .orElseThrow();
            Cli.Run run = Cli.run("post", url);
            assertThat(run.out()).contains("allowed: true", "startupProbe");
            assertThat(server.log()).contains("ready", "url=" + url);
            assertThat(server.log().lines()).allSatisfy(line -> assertThat(line).matches("\\d\\d:\\d\\d:\\d\\d.*"));
        }
    }

    @Test
    void servesItsFilesToWhoTrustsTheirAuthority() throws Exception {
        TestAuthority authority = TestAuthority.create("ca");
        TestAuthority.Issued issued = authority.server("localhost", "127.0.0.1");
        Path certificate = Files.writeString(folder.resolve("tls.crt"), issued.certificatePem());
        Path key = Files.writeString(folder.resolve("tls.key"), issued.keyPem());
        Path right = Files.writeString(folder.resolve("ca.crt"), authority.pem());
        Path wrong = Files.writeString(
                folder.resolve("wrong.crt"), TestAuthority.create("wrong").pem());
        try (ServeProcess server = ServeProcess.start(
                folder,
                Map.of(
                        "SIDECAR_FIRST_TLS_CERT_FILE", certificate.toString(),
                        "SIDECAR_FIRST_TLS_KEY_FILE", key.toString(),
                        "SIDECAR_FIRST_BIND_ADDRESS", "127.0.0.1",
                        "SIDECAR_FIRST_PERIOD_SECOND", "3",
                        "SIDECAR_FIRST_PORT", "tcp://10.0.0.1:443",
                        "SIDECAR_FIRST_HEALTH_PORT", "tcp://10.0.0.1:443"))) {
            String url = server.url().toString();
            assertThat(Cli.run("post", url, "--ca", right.toString()).code()).isZero();
            Cli.Run mistrusting = Cli.run("post", url, "--ca", wrong.toString());
            assertThat(mistrusting.code()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(mistrusting.err()).startsWith("sidecar-first: " + url + " gives no answer");
            assertThat(server.line("no --tls-cert-file")).isEmpty();
            assertThat(server.lines().stream()
                            .map(line -> line.path("message").asString(""))
                            .filter(message -> message.contains("environment variable")))
                    .containsExactly(
                            "the environment variable SIDECAR_FIRST_PERIOD_SECOND is no setting and is ignored;"
                                    + " see serve --help");
        }
    }
}
