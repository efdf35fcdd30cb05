package io.sidecarfirst.cli.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cli.common.Version;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VersionCommandTest {
    @TempDir
    private Path folder;

    private static JsonNode deployment(String image) {
        return JsonMapper.shared().readTree("""
                {"metadata":{"name":"sidecar-first","namespace":"gates"},"spec":{"template":{"spec":{"containers":[
                {"name":"other","image":"other:9.9.9"},{"name":"sidecar-first","image":"%s"}]}}}}""".formatted(image));
    }

    private Cli.Run run(String image, String... more) throws IOException {
        try (FakeApiServer server = FakeApiServer.start(request -> switch (request.path()) {
            case "/version" -> new Reply(200, "{\"gitVersion\":\"v1.37.2\"}");
            case "/apis/apps/v1/deployments" ->
                new Reply(
                        200,
                        "{\"kind\":\"DeploymentList\",\"items\":[" + (image.isEmpty() ? "" : deployment(image)) + "]}");
            default -> new Reply(404, "{}");
        })) {
            String[] line = new String[3 + more.length];
            line[0] = "version";
            line[1] = "--kubeconfig";
            line[2] = server.kubeconfig(folder, "default").toString();
            System.arraycopy(more, 0, line, 3, more.length);
            return Cli.run(line);
        }
    }

    @Test
    void clientAlone() {
        Cli.Run run = Cli.run("version", "--client");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("client: " + Version.text()).hasLineCount(1);
    }

    @Test
    void theSameVersion() throws IOException {
        Cli.Run run = run("registry.example.com:5000/sidecar-first:" + Version.text());
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("server: registry.example.com:5000/sidecar-first:" + Version.text()
                        + ", deployment gates/sidecar-first")
                .contains("Kubernetes: v1.37.2")
                .doesNotContain("another version");
    }

    @Test
    void anotherVersion() throws IOException {
        assertThat(run("sidecar-first:9.0.0").out()).contains("another version than this program");
        assertThat(JsonMapper.shared()
                        .readTree(run("sidecar-first:9.0.0", "-o", "json").out())
                        .at("/servers/0/differs")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void noServer() throws IOException {
        assertThat(run("").out()).contains("server: none that may be seen");
    }

    /** What is known is said before. */
    @Test
    void noCluster() {
        Cli.Run run = Cli.run("version", "--kubeconfig", folder.resolve("none").toString());
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).startsWith("client: ");
        assertThat(run.err()).contains("there is no such file");
    }

    @ParameterizedTest
    @CsvSource({
        "sidecar-first:1.2.3, 1.2.3, false",
        "sidecar-first:v1.2.3, 1.2.3, false",
        "sidecar-first:1.2.4, 1.2.3, true",
        "host:5000/sidecar-first, 1.2.3, false",
        "sidecar-first:1.2.4@sha256:aa, 1.2.3, true",
        "sidecar-first@sha256:aa, 1.2.3, false",
        "sidecar-first:latest, 1.2.3, false"
    })
    void whichTagsDiffer(String image, String client, boolean differs) {
        assertThat(ServerVersion.of(deployment(image)).isOtherThan(client)).isEqualTo(differs);
    }
}
