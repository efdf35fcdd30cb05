package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code check} against an API server of the test's own. What a real one answers is seen by {@code helm test}. */
class CheckTest {
    @TempDir
    private Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile int code = 201;
    private volatile UnaryOperator<JsonNode> answer = pod -> pod;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                JsonNode pod = JsonMapper.shared().readTree(exchange.getRequestBody());
                byte[] body = answer.apply(pod).toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(code, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static JsonNode gated(JsonNode pod) {
        ((ObjectNode) pod.at("/spec/initContainers/0"))
                .putObject("startupProbe")
                .put("periodSeconds", 1);
        return pod;
    }

    private Path kubeconfig(int port) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: secret}}]
                """.formatted(port));
    }

    private Cli.Run check(String... more) throws IOException {
        String file = kubeconfig(server.getAddress().getPort()).toString();
        String[] args = new String[5 + more.length];
        System.arraycopy(new String[] {"check", "-n", "shop", "--kubeconfig", file}, 0, args, 0, 5);
        System.arraycopy(more, 0, args, 5, more.length);
        return Cli.run(args);
    }

    private static void assertOneLine(Cli.Run run, int code, String... said) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("sidecar-first: ").contains(said);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aGatedNamespace() throws IOException {
        answer = CheckTest::gated;
        Cli.Run run = check();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("namespace shop is gated").contains("{\"periodSeconds\":1}");
        assertThat(requests).containsExactly("POST /api/v1/namespaces/shop/pods?dryRun=All");
    }

    @Test
    void aNamespaceThatIsNotGated() throws IOException {
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.NOT_SO,
                "namespace shop is not gated",
                "sidecar-first.io/injection=enabled");
    }

    @Test
    void itWaitsForTheGate() throws IOException {
        answer = pod -> requests.size() < 3 ? pod : gated(pod);
        assertThat(check().code()).isEqualTo(ExitCode.OK);
        assertThat(requests).hasSize(3);
    }

    @Test
    void aNamespaceThatTakesNoPod() throws IOException {
        code = 403;
        answer = pod -> JsonMapper.shared().createObjectNode().put("message", "pods is forbidden");
        assertOneLine(check(), ExitCode.UNAVAILABLE, "shop", "pods is forbidden");
    }

    @Test
    void anAnswerThatIsNoPod() throws IOException {
        answer = pod -> JsonMapper.shared().createArrayNode();
        assertOneLine(check("--wait-seconds", "0"), ExitCode.NOT_SO, "not gated");
    }

    @Test
    void anApiServerThatDoesNotAnswer() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertOneLine(
                Cli.run("check", "-n", "shop", "--kubeconfig", kubeconfig(port).toString()),
                ExitCode.UNAVAILABLE,
                "http://127.0.0.1:" + port,
                "gives no answer");
    }

    @Test
    void aKubeconfigThatIsNotThere() {
        assertOneLine(
                Cli.run("check", "-n", "shop", "--kubeconfig", "nowhere"), ExitCode.USAGE, "nowhere", "--kubeconfig");
    }

    @Test
    void aKubeconfigThatIsNone() throws IOException {
        Path file = Files.writeString(folder.resolve("none"), "{[");
        assertOneLine(
                Cli.run("check", "-n", "shop", "--kubeconfig", file.toString()), ExitCode.USAGE, "is no kubeconfig");
    }

    @Test
    void aContextThatIsNotInIt() throws IOException {
        assertOneLine(check("--context", "there"), ExitCode.USAGE, "no context \"there\"");
    }
}
