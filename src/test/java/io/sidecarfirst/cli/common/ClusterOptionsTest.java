package io.sidecarfirst.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.sidecarfirst.cli.Cli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API server is asked under kubectl's options. */
class ClusterOptionsTest {
    @TempDir
    private Path folder;

    private volatile Headers asked = new Headers();
    private final CountDownLatch answers = new CountDownLatch(1);
    private HttpServer server;
    private Path kubeconfig;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked = exchange.getRequestHeaders();
            byte[] body = "{\"gitVersion\":\"v1.37.2\",\"items\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/version", exchange -> {
            asked = exchange.getRequestHeaders();
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
        kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: secret}}]
                """.formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        answers.countDown();
        server.stop(0);
    }

    @Test
    void asAnotherUser() {
        Cli.run(
                "release",
                "--list",
                "--kubeconfig",
                kubeconfig.toString(),
                "--as",
                "jane",
                "--as-group",
                "ops",
                "--as-group",
                "all");
        assertThat(asked.get("Impersonate-User")).containsExactly("jane");
        assertThat(asked.get("Impersonate-Group")).containsExactlyInAnyOrder("ops", "all");
    }

    @Test
    void asOneself() {
        Cli.run("release", "--list", "--kubeconfig", kubeconfig.toString());
        assertThat(asked.containsKey("Impersonate-User")).isFalse();
    }

    /** Nobody answers; without the option it would wait for half a minute. */
    @Test
    void aTimeout() {
        Cli.Run run = Cli.run("version", "--kubeconfig", kubeconfig.toString(), "--request-timeout", "1s");
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("gives no answer");
    }
}
