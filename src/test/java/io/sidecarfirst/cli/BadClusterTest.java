package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.cli.common.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubeconfigs and servers that are wrong: a line that says so, and an end. */
class BadClusterTest {
    @TempDir
    private Path folder;

    private final FakeApiServer server;
    private Function<String, String> body = path -> "{}";
    private int code = 200;

    BadClusterTest() throws IOException {
        server = FakeApiServer.start(request -> new FakeApiServer.Reply(code, body.apply(request.path())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Run run(String... words) throws IOException {
        return with(server.kubeconfig(folder, ""), words);
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
                "server: https://127.0.0.1:1 | client-certificate-data: YQ==, client-key-data: YQ=="
            })
    void aKubeconfigThatCannotBeUsed(String cluster, String user) throws IOException {
        Cli.Run run = with(FakeApiServer.kubeconfig(folder, "", cluster, user), "explain", "pod/web");
        assertThat(run.code()).as(run.err()).isIn(ExitCode.USAGE, ExitCode.UNAVAILABLE);
        assertThat(run.err()).startsWith("sidecar-first: ").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a url ::", "ht!tp://x", "http://", "https://:6443", "http://a b/"})
    void aServerThatIsNoAddress(String address) throws IOException {
        Cli.Run run = with(
                FakeApiServer.kubeconfig(folder, "", "server: '" + address + "'", "token: t"), "explain", "pod/web");
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("sidecar-first: the API server at \"", "\" cannot be asked: ", "; check the kubeconfig");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: http://h, proxy-url: '::bad::' | token: t | has a proxy-url that cannot be used",
                "server: http://h, proxy-url: 'h:3128' | token: t | has a proxy-url that cannot be used",
                "server: https://h, certificate-authority: /no/ca | token: t | certificate-authority that cannot be read: /no/ca",
                "server: https://h, certificate-authority: config | token: t | holds no certificate in PEM",
                "server: https://h, certificate-authority-data: aGVsbG8= | token: t | holds no certificate in PEM",
                "server: https://h, certificate-authority-data: '!!!' | token: t | that is no base64",
                "server: https://h | client-certificate-data: YQ== | holds no certificate in PEM",
                "server: https://h | client-key: config | holds no private key in PEM",
                "server: https://h | tokenFile: /no/token | has a tokenFile that cannot be read: /no/token",
                "server: https://h | token: \"a\\nb\" | has a token with a line break",
                "server: http://h | exec: {apiVersion: v1, command: /no/program} | which is not there",
                "server: http://h | exec: {apiVersion: v1, command: sidecar-first-no-program} | which is not there",
                "server: http://h | exec: {apiVersion: v1, command: 'false'} | prints no ExecCredential",
                "server: http://h | exec: {apiVersion: v1, command: echo, args: [garbage]} | prints no ExecCredential"
            })
    void aMistakeInAKubeconfig(String cluster, String user, String line) throws IOException {
        assertMistake(with(FakeApiServer.kubeconfig(folder, "", cluster, user), "timeline", "pod/web"), line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "'null' | is empty",
                "[] | is no kubeconfig",
                "'a: [' | is no kubeconfig",
                "{current-context: nope, contexts: [{name: x, context: {}}]} | has no context \"nope\", which",
                "{current-context: x, clusters: [null], contexts: [{name: x, context: {}}]} | of its clusters",
                "{current-context: x, clusters: 5, contexts: [{name: x, context: {cluster: c}}]} | names the cluster",
                "{current-context: x, contexts: {a: b}} | has no context \"x\"",
                "{current-context: x, clusters: [{name: c, cluster: {server: 'http://h'}}],"
                        + " contexts: [{name: x, context: {cluster: c, user: u}}]} | names the user \"u\"",
                "{current-context: x, clusters: [{name: c}], contexts: [{name: x, context: {cluster: c}}]} | no host"
            })
    void aKubeconfigThatIsOdd(String text, String line) throws IOException {
        assertMistake(
                with(
                        Files.writeString(folder.resolve("config"), text.isEmpty() ? text : "---\n" + text),
                        "timeline",
                        "pod/web"),
                line);
    }

    private static void assertMistake(Cli.Run run, String line) {
        assertThat(run.err()).startsWith("sidecar-first: ").contains(line).hasLineCount(1);
        assertThat(run.err()).doesNotContain("java", "fabric8", "Cannot invoke");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aTokenInAFile() throws IOException {
        Files.writeString(folder.resolve("token"), "of-the-file\n");
        String cluster = "server: \"" + server.url() + "\"";
        with(FakeApiServer.kubeconfig(folder, "", cluster, "tokenFile: token"), "timeline", "pod/web");
        assertThat(server.callers()).containsExactly("Bearer of-the-file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "null", "7", "[]", "{\"kind\":\"Secret\",\"items\":\"x\"}", "<html>"})
    void nobodyVouchesForNonsense(String nonsense) throws IOException {
        body = path -> nonsense;
        Cli.Run run = run("audit", "--fail-on", "missed");
        assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("is no API server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "null",
                "7",
                "\"x\"",
                "[1,2]",
                "{\"kind\":\"Status\",\"metadata\":{},\"status\":\"Failure\"}",
                "{\"kind\":\"Pod\"}",
                "<html>"
            })
    void nobodyInventsAPod(String nonsense) throws IOException {
        body = path -> nonsense;
        for (String command : List.of("timeline", "explain")) {
            Cli.Run run = run(command, "pod/web");
            assertThat(run.code()).as(command).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(run.out()).as(command).isEmpty();
            assertThat(run.err()).as(command).contains("is no API server");
        }
    }

    @Test
    void aRefusalInPlainText() throws IOException {
        code = 429;
        body = path -> "Too many requests, please try again later.\n";
        assertThat(run("explain", "pod/web").err()).contains("HTTP status 429");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\"}}"})
    void pagesWithoutEnd(String item) throws IOException {
        body = path -> "{\"kind\":\"List\",\"items\":[" + item + "],\"metadata\":{\"continue\":\"same\"}}";
        Cli.Run run = run("audit");
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).contains("has no end; check the server in the kubeconfig");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a?x=1", "%", "a%2fb", "../x", "a[b", "a\"b", "a#b"})
    void aNameStaysASegment(String name) throws IOException {
        code = 404;
        assertThat(run("explain", "pod", name).code()).isEqualTo(ExitCode.INPUT);
        assertThat(server.requests()).noneMatch(path -> path.contains("?x=") || path.contains("/../"));
    }

    @Test
    void aReplicaSetThatOwnsItself() throws IOException {
        String owned = "\"ownerReferences\":[{\"controller\":true,\"kind\":\"ReplicaSet\",\"name\":\"rs\"}]";
        body = path -> path.contains("/pods/") || path.contains("/replicasets/")
                ? "{\"metadata\":{\"name\":\"web\"," + owned + "},\"spec\":{\"template\":{},\"containers\":[]}}"
                : "{\"kind\":\"List\",\"items\":[]}";
        assertThat(run("explain", "pod/web").code()).isZero();
        assertThat(server.requests())
                .filteredOn(path -> path.contains("/replicasets/"))
                .hasSize(1);
    }
}
