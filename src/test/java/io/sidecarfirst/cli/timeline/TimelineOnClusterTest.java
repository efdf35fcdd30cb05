package io.sidecarfirst.cli.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code timeline} on a real kubelet: nginx as the sidecar and a sleeping alpine as the main, as in the Pod that this
 * project began with, gated and not, with a sidecar that takes a while and with one that never becomes ready. What was
 * printed and drawn is kept in {@code target/timeline}.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimelineOnClusterTest {
    private static final String NAMESPACE = "demo";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path KEPT = Path.of("target/timeline");

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: NAME
            spec:
              terminationGracePeriodSeconds: 1
              initContainers:
              - name: nginx
                image: nginx:latest
                restartPolicy: Always
                command: [sh, -c, "sleep 6; exec nginx -g 'daemon off;'"]
                ports: [{name: http, containerPort: 80}]
                readinessProbe:
                  PROBE
                  periodSeconds: 5
              containers:
              - name: alpine
                image: alpine:latest
                command: [sleep, "3600"]
            """;
    private static final String SLOW = POD.replace("PROBE", "httpGet: {path: /, port: http}");
    private static final String NEVER = POD.replace("PROBE", "exec: {command: [/bin/sh, -c, exit 1]}");

    @TempDir
    private static Path folder;

    private Cluster cluster;
    private Path kubeconfig;

    @BeforeAll
    void start() throws IOException {
        cluster = Cluster.shared();
        cluster.namespace(NAMESPACE, Map.of());
        kubeconfig = Files.writeString(folder.resolve("admin"), cluster.kubeConfig());
        Files.createDirectories(KEPT);
    }

    @AfterAll
    void stop() {
        cluster.deleteNamespace(NAMESPACE);
    }

    private void create(String name, String pod, boolean gated) {
        String text = pod.replace("NAME", name);
        Cli.Run injected = Cli.with(Map.of()).reading(text).execute("inject", "-f", "-");
        ObjectNode object = (ObjectNode)
                Manifest.parse(gated ? injected.out() : text).trees().get(0);
        assertThat(object.at("/spec/initContainers/0").has("startupProbe")).isEqualTo(gated);
        assertThat(cluster.createPod(NAMESPACE, object, false).created()).isTrue();
    }

    private Cli.Run timeline(Path config, String name, String... more) {
        String[] args = new String[6 + more.length];
        System.arraycopy(
                new String[] {"timeline", "pod/" + name, "-n", NAMESPACE, "--kubeconfig", config.toString()},
                0,
                args,
                0,
                6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Cli.with(Map.of("LANG", "C.UTF-8")).execute(args);
    }

    private JsonNode model(String name, String... more) {
        String[] args = new String[2 + more.length];
        System.arraycopy(new String[] {"--output", "json"}, 0, args, 0, 2);
        System.arraycopy(more, 0, args, 2, more.length);
        Cli.Run run = timeline(kubeconfig, name, args);
        assertThat(run.code()).as(run.err()).isZero();
        return JsonMapper.shared().readTree(run.out());
    }

    /** Writes down what a person would see. */
    private String keep(String name) throws IOException {
        Cli.Run run =
                timeline(kubeconfig, name, "--svg", KEPT.resolve(name + ".svg").toString());
        assertThat(run.code()).as(run.err()).isZero();
        Files.writeString(KEPT.resolve(name + ".txt"), run.out());
        Files.writeString(KEPT.resolve(name + ".json"), model(name).toPrettyString());
        Files.writeString(
                KEPT.resolve(name + ".pod.json"),
                cluster.client().raw("/api/v1/namespaces/" + NAMESPACE + "/pods/" + name));
        Files.writeString(
                KEPT.resolve(name + ".events.json"),
                cluster.client()
                        .raw("/api/v1/namespaces/" + NAMESPACE + "/events?fieldSelector=involvedObject.name=" + name));
        return run.out();
    }

    private void awaitReady(String name, int times) {
        await().atMost(PATIENCE)
                .until(
                        () -> cluster
                                        .client()
                                        .pods()
                                        .inNamespace(NAMESPACE)
                                        .withName(name)
                                        .get()
                                        .getStatus()
                                        .getConditions()
                                        .stream()
                                        .filter(condition ->
                                                condition.getStatus().equals("True"))
                                        .count()
                                >= times);
    }

    /** So that there is something to see in the picture. */
    private static boolean isOld(JsonNode model) {
        Instant created = Instant.parse(model.path("created").asString());
        return Duration.between(created, Instant.parse(model.path("asOf").asString()))
                        .toSeconds()
                >= 20;
    }

    private static double seconds(JsonNode model, int container, String milestone) {
        JsonNode at = model.at("/containers/" + container + "/" + milestone + "/seconds");
        assertThat(at.isNumber())
                .as(milestone + " of container " + container + " in " + model)
                .isTrue();
        return at.doubleValue();
    }

    @Test
    void aGatedPodThatIsWatched() throws IOException {
        create("with-gate", SLOW, true);
        JsonNode model = model("with-gate", "--watch");
        double started = seconds(model, 0, "started");
        double passed = seconds(model, 0, "gatePassed");
        assertThat(passed - started).isGreaterThan(4);
        assertThat(seconds(model, 1, "started")).isGreaterThanOrEqualTo(passed);
        assertThat(model.at("/containers/0/gatePassed/basis").asString()).isEqualTo("SEEN");
        assertThat(model.at("/findings/0").asString()).startsWith("nginx's gate held alpine back for ");
        awaitReady("with-gate", 5);
        assertThat(keep("with-gate")).contains("alpine waited ", "for nginx's gate ~");
        JsonNode later = model("with-gate");
        assertThat(seconds(later, 0, "gatePassed")).isBetween(passed - 2, passed + 2);
        assertThat(later.at("/containers/0/gatePassed/basis").asString()).isEqualTo("INFERRED");
        assertThat(seconds(later, 0, "created")).isLessThanOrEqualTo(started);
    }

    @Test
    void aGatedPodThatIsWatchedAsText() throws IOException {
        create("watched", SLOW, true);
        Cli.Run run = timeline(kubeconfig, "watched", "--watch");
        assertThat(run.code()).as(run.err()).isZero();
        Files.writeString(KEPT.resolve("watched.txt"), run.out());
        assertThat(run.out())
                .containsSubsequence(
                        "sidecar nginx: running, gate not passed", "main alpine: running, ready", "for nginx's gate *");
    }

    @Test
    void anUngatedPod() throws IOException {
        create("without-gate", SLOW, false);
        awaitReady("without-gate", 5);
        JsonNode model = model("without-gate");
        assertThat(seconds(model, 1, "started")).isGreaterThanOrEqualTo(seconds(model, 0, "started"));
        assertThat(seconds(model, 0, "ready")).isGreaterThan(seconds(model, 1, "started"));
        assertThat(keep("without-gate")).containsPattern("alpine started \\d+ s before nginx was ready");
    }

    @Test
    void aGateThatNeverPasses() throws IOException {
        create("article-with-gate", NEVER, true);
        await().atMost(PATIENCE)
                .until(() -> isOld(model("article-with-gate"))
                        && model("article-with-gate")
                                .at("/findings/0")
                                .asString("")
                                .contains("Startup probe failed"));
        JsonNode model = model("article-with-gate");
        assertThat(model.at("/findings/0").asString()).startsWith("alpine waits for nginx's gate, ");
        assertThat(model.at("/containers/1").has("started")).isFalse();
        assertThat(keep("article-with-gate")).contains("alpine has waited ");
    }

    @Test
    void theSameWithoutAGate() throws IOException {
        create("article-without-gate", NEVER, false);
        await().atMost(PATIENCE)
                .until(() -> isOld(model("article-without-gate"))
                        && model("article-without-gate").at("/containers/1").has("started"));
        assertThat(keep("article-without-gate")).contains("alpine started, and nginx is still not ready");
    }

    @Test
    void aUserWhoMayNotReadEvents() throws IOException {
        create("for-viewer", SLOW, false);
        Cli.Run run = timeline(viewer(), "for-viewer");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().replaceAll("\\s+", " ")).contains("they may not be read (events is forbidden");
        Cli.Run elsewhere = Cli.run("timeline", "x", "-n", "default", "--kubeconfig", viewer().toString());
        assertThat(elsewhere.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(elsewhere.err()).contains("pod/x cannot be read: pods \"x\" is forbidden");
    }

    /** The kubeconfig of somebody who may read the Pods of this namespace, and nothing else. */
    private Path viewer() throws IOException {
        var client = cluster.client();
        client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("viewer")
                        .endMetadata()
                        .build())
                .serverSideApply();
        client.rbac()
                .roles()
                .inNamespace(NAMESPACE)
                .resource(new RoleBuilder()
                        .withNewMetadata()
                        .withName("viewer")
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("pods")
                        .withVerbs("get")
                        .endRule()
                        .build())
                .serverSideApply();
        client.rbac()
                .roleBindings()
                .inNamespace(NAMESPACE)
                .resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName("viewer")
                        .endMetadata()
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName("viewer")
                        .endSubject()
                        .withNewRoleRef()
                        .withApiGroup("rbac.authorization.k8s.io")
                        .withKind("Role")
                        .withName("viewer")
                        .endRoleRef()
                        .build())
                .serverSideApply();
        String token = client.serviceAccounts()
                .inNamespace(NAMESPACE)
                .withName("viewer")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        String config = cluster.kubeConfig()
                .replaceAll("(?m)^(\\s*)client-certificate-data:.*$", "$1token: " + token)
                .replaceAll("(?m)^\\s*client-key-data:.*\\R?", "");
        return Files.writeString(folder.resolve("viewer"), config);
    }
}
