package io.sidecarfirst.cli.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.release.FakeReleaseMap;
import io.sidecarfirst.release.Fingerprint;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.release.Releases;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code release} against an API server of the test's own. */
class ReleaseTest {
    private static final Release WEB = release("shop", "0000000000000001", "Deployment web");
    private static final Release POD = release("shop", "0000000000000002", "");
    private static final Release PAY = release("payments", "0000000000000003", "StatefulSet pay");
    private static final String GATE = " | port, tcpSocket on port 8080 | 120s | ";
    private static final String WEBHOOK = """
            {"metadata": {"name": "zz-sidecar-first"}, "webhooks": [{"clientConfig": {"service": {"namespace": "here"}},
              "namespaceSelector": {"matchLabels": {"sidecar-first.io/injection": "enabled"}}}]}""";
    private static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

    @TempDir
    private Path folder;

    private final FakeReleaseMap map = new FakeReleaseMap();
    private FakeApiServer server;
    private volatile String webhook = WEBHOOK;

    private static Release release(String namespace, String fingerprint, String workload) {
        return new Release(
                namespace,
                new Fingerprint(fingerprint),
                "proxy",
                SourceKind.PORT,
                "tcpSocket on port 8080",
                "proxy:1",
                workload,
                "a-pod",
                Instant.parse("2026-01-01T12:00:0" + fingerprint.charAt(15) + "Z"),
                120);
    }

    @BeforeEach
    void start() throws IOException {
        map.hold(Releases.NONE.with(WEB).with(POD).with(PAY));
        server = FakeApiServer.start(request -> {
            if (request.path().equals(CONFIGURATIONS)) {
                return Reply.ok("{\"kind\":\"List\",\"items\":[" + webhook + "]}");
            }
            if (request.path().matches("/api/v1/namespaces/[a-z]+")) {
                return request.path().endsWith("/nosuch")
                        ? Reply.refused(404, "namespaces \"nosuch\" not found")
                        : Reply.ok("{\"kind\":\"Namespace\",\"metadata\":{}}");
            }
            return request.path().contains("admissionregistration")
                            || request.path().startsWith("/apis/apps")
                    ? Reply.ok("{\"kind\":\"List\",\"items\":[]}")
                    : map.apply(request);
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Cli.Run run(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of("release"));
        args.addAll(List.of(more));
        args.addAll(List.of("--kubeconfig", server.kubeconfig(folder, "").toString()));
        return Cli.run(args.toArray(String[]::new));
    }

    @Test
    void listsTheNewestFirst() throws IOException {
        Cli.Run run = run("--list");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll("\\s{3,}", " | ")))
                .containsExactly(
                        "NAME | WORKLOAD | SIDECAR | GATE | AFTER | ON",
                        PAY.name() + " | StatefulSet pay | proxy" + GATE + "2026-01-01T12:00:03Z",
                        POD.name() + " | Pod a-pod | proxy" + GATE + "2026-01-01T12:00:02Z",
                        WEB.name() + " | Deployment web | proxy" + GATE + "2026-01-01T12:00:01Z");
        assertThat(server.requests("PATCH")).isEmpty();
    }

    @Test
    void listsThoseOfANamespaceAsJson() throws IOException {
        Cli.Run run = run("--list", "-n", "payments", "-o", "json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("""
                {
                  "releases": [
                    {
                      "name": "payments.0000000000000003",
                      "namespace": "payments",
                      "fingerprint": "0000000000000003",
                      "sidecar": "proxy",
                      "source": "port",
                      "check": "tcpSocket on port 8080",
                      "image": "proxy:1",
                      "workload": "StatefulSet pay",
                      "pod": "a-pod",
                      "at": "2026-01-01T12:00:03Z",
                      "afterSeconds": 120
                    }
                  ]
                }
                """);
    }

    @Test
    void saysThatThereIsNone() throws IOException {
        map.hold(Releases.NONE);

        assertThat(run("--list").out()).isEqualTo("No gate was given up.\n");
        assertThat(run("--list", "-n", "shop").out()).isEqualTo("No gate was given up in namespace shop.\n");
    }

    @Test
    void forgetsByName() throws IOException {
        Cli.Run run = run("--forget", WEB.name(), PAY.name());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("""
                forgotten: payments.0000000000000003, StatefulSet pay, sidecar proxy
                forgotten: shop.0000000000000001, Deployment web, sidecar proxy
                """);
        assertThat(map.held()).isEqualTo(Releases.NONE.with(POD));
    }

    @Test
    void forgetsANamespace() throws IOException {
        Cli.Run run = run("--forget", "shop");

        assertThat(run.out()).contains("forgotten: shop.0000000000000002, Pod a-pod, sidecar proxy\n");
        assertThat(map.held()).isEqualTo(Releases.NONE.with(PAY));
    }

    @Test
    void aNameThatIsNoneIsSaid() throws IOException {
        Cli.Run run = run("--forget", WEB.name(), "shop.typo");

        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err())
                .isEqualTo("sidecar-first: nothing of the name \"shop.typo\" is remembered; see release --list\n");
        assertThat(map.held()).isEqualTo(Releases.NONE.with(POD).with(PAY));
    }

    @Test
    void nothingIsInstalled() throws IOException {
        webhook = "";

        Cli.Run run = run("--list");

        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err())
                .isEqualTo("sidecar-first: no webhook configuration leads to a server of sidecar-first in this cluster;"
                        + " name the ConfigMap of given up gates by --releases NAMESPACE/NAME\n");
        assertThat(run("--list", "--releases", "here/releases").out()).contains(WEB.name());
    }

    @Test
    void theServerIsCalledByUrlAndIsElsewhere() throws IOException {
        webhook =
                WEBHOOK.replace("\"service\": {\"namespace\": \"here\"}", "\"url\": \"https://gates.example/mutate\"");

        Cli.Run run = run("--list");

        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err())
                .isEqualTo("sidecar-first: the webhook calls https://gates.example, and no Deployment of the chart that"
                        + " serves it could be read in this cluster; name the ConfigMap of given up gates by --releases"
                        + " NAMESPACE/NAME\n");
    }

    @Test
    void nothingIsGivenUpThere() throws IOException {
        map.hold(null);

        Cli.Run run = run("--list");

        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err())
                .startsWith("sidecar-first: there is no ConfigMap of given up gates in namespace here: no gate is given"
                        + " up, as with the chart's observer.release=false;");
    }

    @Test
    void theConfigMapsMayNotBeListed() throws IOException {
        map.refusals.add(Reply.refused(403, "User \"me\" cannot list them"));

        Cli.Run run = run("--list");

        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err())
                .startsWith("sidecar-first: where given up gates are kept could not be read: User \"me\" cannot list"
                        + " them; name the ConfigMap by --releases");
    }

    @Test
    void aNamespaceThatIsNotThereIsSaid() throws IOException {
        Cli.Run run = run("--list", "-n", "nosuch");

        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).isEqualTo("sidecar-first: there is no namespace nosuch\n");
    }

    @Test
    void toListIsTheDefault() throws IOException {
        assertThat(run().out()).isNotEmpty().isEqualTo(run("--list").out());
        assertThat(run("-n", "payments", "-o", "json").out())
                .isNotEmpty()
                .isEqualTo(run("--list", "-n", "payments", "-o", "json").out());
    }

    @Test
    void aConfigMapThatIsNotThereIsSaid() throws IOException {
        map.hold(null);

        Cli.Run run = run("--list", "--releases", "here/releases");

        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).isEqualTo("sidecar-first: there is no ConfigMap here/releases; check --releases\n");
    }

    @Test
    void aRefusalIsSaid() throws IOException {
        map.refusals.add(Reply.refused(403, "User \"me\" cannot get it"));

        Cli.Run run = run("--list", "--releases", "here/releases");

        assertThat(run.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(run.err()).startsWith("sidecar-first: reading ConfigMap here/releases: User \"me\" cannot get it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--list --forget a",
                "--forget",
                "--list --releases here",
                "--list -n a/b",
                "--forget a -n shop",
                "--list -o yaml"
            })
    void aWrongCommandLineDoesNothing(String arguments) throws IOException {
        Cli.Run run = run(arguments.split(" "));

        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("sidecar-first: ");
        assertThat(server.requests("PATCH")).isEmpty();
    }
}
