package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sidecarfirst.cli.common.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubeconfigs and servers that are wrong: a line that says so, and an end. */
class OddClusterTest {
    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private Function<String, String> body = path -> "{}";
    private int code = 200;

    OddClusterTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] bytes = body.apply(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Path kubeconfig(String cluster, String user) throws IOException {
        return Files.writeString(folder.resolve("config"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {%s}}]
                users: [{name: me, user: {%s}}]
                """.formatted(cluster, user));
    }

    private Cli.Run run(String... words) throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return with(kubeconfig("server: \"" + url + "\"", "token: t"), words);
    }

    private static Cli.Run with(Path kubeconfig, String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--kubeconfig";
        all[words.length + 1] = kubeconfig.toString();
        return Cli.run(all);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: https://127.0.0.1:1, certificate-authority: /nope | token: t",
                "server: https://127.0.0.1:1 | client-certificate: /nope, client-key: /nope",
                "server: https://127.0.0.1:1 | client-certificate-data: YQ==, client-key-data: YQ==",
                "server: '' | token: t",
                "server: 'a b c' | token: t",
                "server: 'ht!tp://x' | token: t"
            })
    void aKubeconfigThatCannotBeUsed(String cluster, String user) throws IOException {
        Cli.Run run = with(kubeconfig(cluster, user), "explain", "pod/web");
        assertThat(run.code()).as(run.err()).isIn(ExitCode.USAGE, ExitCode.UNAVAILABLE);
        assertThat(run.err()).startsWith("sidecar-first: ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "null", "7", "[]", "{\"kind\":\"Secret\",\"items\":\"x\"}", "<html>"})
    void nobodyVouchesForNonsense(String nonsense) throws IOException {
        body = path -> nonsense;
        Cli.Run run = run("audit", "--fail-on", "missed");
        assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("is no API server");
    }

    @Test
    void aRefusalInPlainText() throws IOException {
        code = 429;
        body = path -> "Too many requests, please try again later.\n";
        assertThat(run("explain", "pod/web").err()).contains("HTTP status 429");
    }

    @Test
    void pagesWithoutEnd() throws IOException {
        body = path -> "{\"kind\":\"List\",\"items\":[],\"metadata\":{\"continue\":\"same\"}}";
        assertThat(run("audit").code()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a?x=1", "%", "a%2fb", "../x", "a[b", "a\"b", "a#b"})
    void aNameStaysASegment(String name) throws IOException {
        code = 404;
        assertThat(run("explain", "pod", name).code()).isEqualTo(ExitCode.INPUT);
        assertThat(asked).noneMatch(path -> path.contains("?x=") || path.contains("/../"));
    }

    @Test
    void aReplicaSetThatOwnsItself() throws IOException {
        String owned = "\"ownerReferences\":[{\"controller\":true,\"kind\":\"ReplicaSet\",\"name\":\"rs\"}]";
        body = path -> path.contains("/pods/") || path.contains("/replicasets/")
                ? "{\"metadata\":{\"name\":\"web\"," + owned + "},\"spec\":{\"template\":{},\"containers\":[]}}"
                : "{\"kind\":\"List\",\"items\":[]}";
        assertThat(run("explain", "pod/web").code()).isZero();
        assertThat(asked).filteredOn(path -> path.contains("/replicasets/")).hasSize(1);
    }
}
