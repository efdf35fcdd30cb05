package io.sidecarfirst.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeObjects;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code explain} of all objects of a kind, as {@code kubectl get} takes them: {@code -l}, {@code -A}, kinds alone. A
 * kind's word is a directory's first: in the folder where tests run, that is {@code deploy}.
 */
class ExplainKindsTest {
    private static final String SPEC = """
            {template: {spec: {
              initContainers: [{name: proxy, image: proxy, restartPolicy: Always,
                readinessProbe: {tcpSocket: {port: 8080}}}],
              containers: [{name: app, image: app}]}}}
            """;

    @TempDir
    private Path folder;

    private final FakeObjects objects = new FakeObjects();
    private FakeApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = FakeApiServer.start(objects);
        objects.with(
                "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}",
                "{apiVersion: v1, kind: Namespace, metadata: {name: pay}}",
                object("Deployment", "apps/v1", "shop", "web"),
                object("Deployment", "apps/v1", "shop", "api"),
                object("Deployment", "apps/v1", "pay", "card"),
                object("StatefulSet", "apps/v1", "shop", "db"),
                object("Job", "batch/v1", "shop", "once"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String object(String kind, String version, String namespace, String name) {
        return "{apiVersion: %s, kind: %s, metadata: {name: %s, namespace: %s}, spec: %s}"
                .formatted(version, kind, name, namespace, SPEC);
    }

    private Cli.Run explain(String... words) throws IOException {
        List<String> args = new ArrayList<>(List.of("explain", "--kubeconfig"));
        args.add(server.kubeconfig(folder, "shop").toString());
        args.addAll(List.of(words));
        return Cli.run(args.toArray(String[]::new));
    }

    private List<String> explained(String... words) throws IOException {
        Cli.Run run = explain(words);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out()
                .lines()
                .filter(line -> line.contains(" in namespace ") && line.endsWith("/)"))
                .map(line -> line.replaceAll(" \\(.*", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"deployments", "deployment.apps", "Deployment"})
    void allOfAKindInTheNamespace(String word) throws IOException {
        assertThat(explained(word))
                .containsExactly("Deployment api in namespace shop", "Deployment web in namespace shop");
        assertThat(explained(word, "-n", "pay")).containsExactly("Deployment card in namespace pay");
    }

    @Test
    void severalKinds() throws IOException {
        assertThat(explained("deploy,sts", "job/once"))
                .containsExactly(
                        "Deployment api in namespace shop",
                        "Deployment web in namespace shop",
                        "StatefulSet db in namespace shop",
                        "Job once in namespace shop");
    }

    @Test
    void severalNamesOfAKind() throws IOException {
        assertThat(explained("deploy", "web", "api", "sts", "db"))
                .containsExactly(
                        "Deployment web in namespace shop",
                        "Deployment api in namespace shop",
                        "StatefulSet db in namespace shop");
        Cli.Run run = explain("sts,deploy", "db");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.out()).startsWith("StatefulSet db in namespace shop");
        assertThat(run.err()).startsWith("sidecar-first: deploy/db: there is none in namespace shop");
    }

    @Test
    void allNamespaces() throws IOException {
        assertThat(explained("deploy", "-A"))
                .containsExactly(
                        "Deployment card in namespace pay",
                        "Deployment api in namespace shop",
                        "Deployment web in namespace shop");
        assertThat(server.requests()).anyMatch(request -> request.contains("/apis/apps/v1/deployments?limit="));
    }

    /** Which objects have the labels is the API server's to say. */
    @Test
    void labels() throws IOException {
        assertThat(explained("deploy", "-l", "app=web,tier in (a, b)")).hasSize(2);
        assertThat(server.requests())
                .anyMatch(request -> request.contains(
                        "/namespaces/shop/deployments?limit=500&labelSelector=app%3Dweb%2Ctier+in+%28a%2C+b%29"));
        assertThat(explain("pods,sts", "-A", "--selector", "team=a").err())
                .isEqualTo("sidecar-first: no pods found in any namespace with the labels team=a\n");
        assertThat(server.requests())
                .anyMatch(request -> request.endsWith("/api/v1/pods?limit=500&labelSelector=team%3Da"));
    }

    /** In the folder where this runs, "deploy" is a directory. */
    @Test
    void aDirectoryOfTheKindsName() throws IOException {
        assertThat(Path.of("deploy")).isDirectory();
        assertThat(explain("deploy").out()).doesNotContain("Deployment web");
        assertThat(explained("deploy", "-l", "app=web")).contains("Deployment web in namespace shop");
        assertThat(explained("deploy", "web")).containsExactly("Deployment web in namespace shop");
    }

    @Test
    void aFileAfterAKind() throws IOException {
        Path file = Files.writeString(folder.resolve("db.yaml"), object("StatefulSet", "apps/v1", "shop", "db"));
        assertThat(explain("jobs", file.toString()).out())
                .startsWith("StatefulSet db in namespace shop (" + file)
                .contains("Job once in namespace shop (http");
    }

    @Test
    void none() throws IOException {
        Cli.Run run = explain("cronjobs");
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("sidecar-first: no cronjobs found in namespace shop\n");
        assertThat(explain("cj", "-A", "-l", "a=b").err())
                .isEqualTo("sidecar-first: no cronjobs found in any namespace with the labels a=b\n");
        assertThat(JsonMapper.shared()
                        .readTree(explain("cj", "-o", "json").out())
                        .path("explanations"))
                .isEmpty();
    }

    @Test
    void aNamespaceThatIsNotThere() throws IOException {
        Cli.Run run = explain("deployments", "-n", "nosuch");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).isEqualTo("sidecar-first: deployments: there is no namespace nosuch\n");
    }

    @Test
    void theRightThatIsMissingIsNamed() throws IOException {
        objects.forbidding(path -> path.endsWith("/deployments") || path.endsWith("/deployments/web"));
        Cli.Run run = explain("deployments", "sts/db");
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err())
                .startsWith("sidecar-first: deployments: may not be listed: ")
                .endsWith("; the right that is missing: list on deployments.apps in namespace shop\n");
        assertThat(run.out()).startsWith("StatefulSet db in namespace shop");
        assertThat(explain("deploy", "-A").err())
                .endsWith("list on deployments.apps in all namespaces; without it choose a namespace with -n\n");
        assertThat(explain("deploy/web").err()).endsWith("get on deployments.apps in namespace shop\n");
    }

    @Test
    void aSelectorThatNobodyCanRead() throws IOException {
        objects.failing(400, path -> path.endsWith("/deployments"));
        Cli.Run run = explain("deploy", "-l", "=");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).isEqualTo("sidecar-first: no API server can read that --selector: etcd is on fire\n");
        assertThat(explain("deployments").code()).isEqualTo(ExitCode.INPUT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-l app=web | -l needs a kind: give one of po, deploy,",
                "-A | -A needs a kind: give one of po,",
                "deploy web -A | -A goes with kinds alone, no names and no files; \"web\" is none of po,",
                "deploy/web -l app=web | -l goes with kinds alone, no names and no files; \"deploy/web\" is none of",
                "deploy services -A | -A goes with kinds alone, no names and no files; \"services\" is none of",
                "- -l app=web | -l goes with kinds alone, no names and no files; \"-\" is none of",
                "deploy -f web.yaml -l app=web | -l is for the cluster; leave it out with -f",
                "deploy -A -n shop | -A and -n exclude each other; choose one"
            })
    void whatDoesNotGoTogether(String line, String sentence) throws IOException {
        Cli.Run run = explain(line.split(" ", -1));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).startsWith("sidecar-first: " + sentence);
        assertThat(run.out()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void manyAreReadAndSomeExplained() throws IOException {
        int all = 1234;
        objects.list(
                "/apis/apps/v1/deployments",
                all,
                i -> JsonMapper.shared()
                        .createObjectNode()
                        .set(
                                "metadata",
                                JsonMapper.shared()
                                        .createObjectNode()
                                        .put("name", "web-" + i)
                                        .put("namespace", "shop"))
                        .toString()
                        .replaceFirst("}$", ",\"spec\":{\"template\":{\"spec\":{\"containers\":[]}}}}"));
        Cli.Run run = explain("deploy,sts", "-A", "-o", "json");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode tree = JsonMapper.shared().readTree(run.out());
        assertThat(tree.path("explanations")).hasSize(ExplainCommand.MOST);
        assertThat(tree.at("/explanations/99/name").asString()).isEqualTo("web-99");
        assertThat(tree.path("notExplained").asInt()).isEqualTo(all - ExplainCommand.MOST + 1);
        assertThat(run.err().lines())
                .containsExactly(
                        "sidecar-first: deployments: 1134 of 1234 are not explained, which ends at 100 objects;"
                                + " choose fewer by -n, by -l or by their names; -o name tells all of them",
                        "sidecar-first: statefulsets: 1 of 1 are not explained, which ends at 100 objects;"
                                + " choose fewer by -n, by -l or by their names; -o name tells all of them");
        assertThat(explain("deploy,sts", "-A", "-o", "name").out().lines())
                .hasSize(all + 1)
                .contains("deployment/web-1233 -n shop", "statefulset/db -n shop");
        server.close();
        server = FakeApiServer.start(objects);
        explain("deploy", "-A");
        assertThat(server.requests().stream()
                        .filter(request -> request.matches(".*/v1/deployments[?]limit=500(&continue=.*)?")))
                .hasSize(3);
        assertThat(JsonMapper.shared()
                        .readTree(explain("sts", "-A", "-o", "json").out())
                        .has("notExplained"))
                .isFalse();
    }

    @Test
    void names() throws IOException {
        assertThat(explain("deployments", "sts/db", "-o", "name").out())
                .isEqualTo("deployment/api\ndeployment/web\nstatefulset/db\n");
        assertThat(explain("sts", "-A", "-o", "name").out()).isEqualTo("statefulset/db -n shop\n");
        Path file = Files.writeString(
                folder.resolve("two.yaml"),
                object("StatefulSet", "apps/v1", "shop", "db") + "\n---\n"
                        + object("Job", "batch/v1", "", "once").replace(", namespace: ", ""));
        assertThat(Cli.run("explain", file.toString(), "-o", "name").out())
                .isEqualTo("statefulset/db -n shop\njob/once\n");
        assertThat(explain("cj", "-o", "name").out()).isEmpty();
    }

    /** A thousand Pods may be of one Deployment. */
    @Test
    void anOwnerIsReadOnce() throws IOException {
        objects.with(object("ReplicaSet", "apps/v1", "shop", "web-1")
                .replace(
                        "namespace: shop",
                        "namespace: shop, ownerReferences: [{controller: true, kind: Deployment, name: web}]"));
        for (String name : List.of("web-1-a", "web-1-b", "web-1-c")) {
            objects.with("""
                    apiVersion: v1
                    kind: Pod
                    metadata:
                      name: %s
                      namespace: shop
                      ownerReferences: [{controller: true, kind: ReplicaSet, name: web-1}]
                    spec:
                      nodeName: one
                      initContainers:
                      - {name: proxy, image: proxy, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 80}}}
                      containers: [{name: app, image: app}]
                    status: {phase: Running}
                    """.formatted(name));
        }
        assertThat(explained("pods")).hasSize(3);
        assertThat(server.requests().stream().filter(request -> request.endsWith("/replicasets/web-1")))
                .hasSize(1);
        assertThat(server.requests().stream().filter(request -> request.endsWith("/deployments/web")))
                .hasSize(1);
        assertThat(server.requests().stream().filter(request -> request.endsWith("/nodes/one")))
                .hasSize(1);
    }
}
