package io.sidecarfirst.cli.post;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.certificates.ClientTrustManager;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.ServerTls;
import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.serve.ServeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code post} and what it says of the answer, or of there being none. */
class PostTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web
              annotations:
                sidecar-first.io/period-seconds: "PERIOD"
            spec:
              initContainers:
              - name: proxy
                restartPolicy: Always
                ports:
                - containerPort: 80
              containers:
              - name: app
            """;

    @TempDir
    private static Path logs;

    private static ServeProcess server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = ServeProcess.start(logs, "--strict");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Cli.Run post(String manifest) throws IOException {
        return Cli.with(Map.of()).reading(manifest).execute("post", server.url().toString(), "-f", "-");
    }

    @Test
    void showsTheExamplesPatchDecoded() throws IOException {
        Cli.Run run = Cli.run("post", server.url().toString());
        assertThat(run.out())
                .startsWith("allowed: true\n")
                .contains("patch:", "/spec/initContainers/0/startupProbe", "\"httpGet\"");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void postsEachPodOfAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("x.yaml"), POD.replace("PERIOD", "7") + "---\n" + POD.replace("PERIOD", "8"));
        Cli.Run run = Cli.run("post", server.url().toString(), "-f", file.toString());
        assertThat(run.out()).contains("\"periodSeconds\" : 7", "\"periodSeconds\" : 8");
        assertThat(run.code()).isZero();
    }

    @Test
    void showsThatThereIsNoPatch() throws IOException {
        Cli.Run run = post(POD.replace("PERIOD", "7").replace("Always", "OnFailure"));
        assertThat(run.out()).isEqualToNormalizingNewlines("allowed: true\npatch: none\n");
    }

    @Test
    void showsWarnings() throws IOException {
        Cli.Run run = post(POD.replace("PERIOD", "7").replace("period-seconds", "perod"));
        assertThat(run.out()).contains("warning: annotation sidecar-first.io/perod is unknown");
        assertThat(run.code()).isZero();
    }

    @Test
    void saysThatThePodIsDenied() throws IOException {
        Cli.Run run = post(POD.replace("PERIOD", "soon"));
        assertThat(run.out()).contains("allowed: false", "message: ", "sidecar-first.io/period-seconds");
        assertThat(run.code()).isEqualTo(ExitCode.DENIED);
    }

    @Test
    void saysWhereNothingIsListening() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Cli.Run run = Cli.run("post", "https://127.0.0.1:" + port + "/mutate");
        assertThat(run.err())
                .startsWith("sidecar-first: https://127.0.0.1:" + port + "/mutate gives no answer")
                .contains("is sidecar-first serve running there?")
                .doesNotContain("null", "\tat ");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void saysThatTheHealthPortIsNoWebhook() throws IOException {
        int port = server.line("ready").orElseThrow().path("healthPort").intValue();
        Cli.Run run = Cli.run("post", "https://127.0.0.1:" + port + "/mutate");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @Test
    void saysThatThePathIsWrong() throws IOException {
        Cli.Run run = Cli.run("post", server.url().resolve("/other").toString());
        assertThat(run.err()).contains("answered 404");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[1,2]",
                "{}",
                "{\"response\":null}",
                "{\"response\":{\"allowed\":true,\"patch\":\"?\"}}",
                "{\"response\":{\"allowed\":true,\"patch\":\"YQ==\"}}"
            })
    void saysThatTheAnswerIsNoReview(String answer) throws IOException {
        TestAuthority authority = TestAuthority.create("webhook");
        SSLContext tls = ServerTls.context(
                new ReloadableKeyManager(authority.server("127.0.0.1").material()),
                new ClientTrustManager(authority.bundle(), Set.of()));
        try (FakeApiServer other = FakeApiServer.start(tls, request -> FakeApiServer.Reply.ok(answer))) {
            Cli.Run run = Cli.run("post", other.url());
            assertThat(run.err()).startsWith("sidecar-first: ").contains("did not answer with an AdmissionReview");
            assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8443/mutate",
                "127.0.0.1:8443",
                "https:/mutate",
                "ftp://x",
                "a b",
                "https://a b",
                "https://"
            })
    void refusesWhatIsNoHttpsUrl(String url) {
        Cli.Run run = Cli.run("post", url);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("sidecar-first: ").contains(url).doesNotContain("\tat ");
    }

    @Test
    void refusesAnAuthorityThatIsNone() throws IOException {
        Path none = Files.writeString(folder.resolve("ca.crt"), "hello");
        Cli.Run run = Cli.run("post", server.url().toString(), "--ca", none.toString());
        assertThat(run.err()).contains(none.toString());
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kind: [", "", "kind: ConfigMap\napiVersion: v1\n"})
    void saysThatThereIsNoPodToPost(String manifest) throws IOException {
        Cli.Run run = post(manifest);
        assertThat(run.err()).startsWith("sidecar-first: -");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }

    @Test
    void saysThatTheFileIsMissing() {
        Cli.Run run = Cli.run("post", "-f", "no/such.yaml");
        assertThat(run.err()).contains("no/such.yaml: there is no such file");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
    }
}
