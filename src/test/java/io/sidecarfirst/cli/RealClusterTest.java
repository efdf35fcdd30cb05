package io.sidecarfirst.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code explain} and {@code audit} on a real API server and kubelet: a mix of workloads, seen by its administrator and
 * by a service account from whom a namespace is hidden. No webhook runs: what is gated was gated by {@code inject}, or
 * in a namespace of its own by the policy.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClusterTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SHOP = "audit-shop";
    private static final String OLD = "audit-old";
    private static final String SECRET = "audit-secret";
    private static final String POLICY = "audit-policy";

    /** A sidecar that is Ready after so many seconds; its shell is not the image's first process to be killed. */
    private static String spec(String seconds) {
        return """
                      terminationGracePeriodSeconds: 1
                      initContainers:
                      - name: proxy
                        image: nginx:latest
                        restartPolicy: Always
                        command: [sh, -c, "sleep %s; exec nginx -g 'daemon off;'"]
                        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}
                      containers:
                      - name: app
                        image: alpine:latest
                        command: [sleep, "3600"]
                """.formatted(seconds);
    }

    private static String pod(String namespace, String name, String seconds) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                """.formatted(name, namespace) + spec(seconds).indent(-4);
    }

    /** With its author's own gate, which fails as often as it is asked. */
    private static String withGate(String name, String command, int threshold) {
        return pod(SHOP, name, "1")
                .replace("sleep 1; exec nginx -g 'daemon off;'", command)
                .replace("readinessProbe: {", "startupProbe: {failureThreshold: " + threshold + ", ");
    }

    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: audit-shop}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
            """ + spec("1");

    private static final String REPORT = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: report, namespace: audit-old}
            spec:
              schedule: "0 0 1 1 *"
              suspend: true
              jobTemplate:
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      initContainers:
                      - {name: logs, image: "alpine:latest", restartPolicy: Always}
                      containers:
                      - {name: report, image: "alpine:latest"}
            """;

    private Path folder;
    private Cluster cluster;
    private KubernetesClient client;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        cluster = Cluster.shared();
        client = cluster.client();
        for (String namespace : new String[] {SHOP, OLD, SECRET}) {
            cluster.namespace(namespace, Map.of());
        }
        create(injected(WEB));
        create(injected(pod(SHOP, "waits", "3600")));
        create(injected(WEB.replace("name: web", "name: held")
                .replace("app: web", "app: held")
                .replace("sleep 1;", "sleep 3600;")));
        create(withGate("used-up", "sleep 3600", 4));
        create(withGate("crashes", "exit 1", 60));
        create(pod(SHOP, "missed", "1"));
        create(pod(OLD, "late", "12"));
        create(REPORT);
        create(pod(SECRET, "hidden", "1"));
        // Only now, because another test may have installed sidecar-first in this cluster: these were there before.
        for (String namespace : new String[] {SHOP, SECRET}) {
            client.namespaces()
                    .withName(namespace)
                    .edit(found -> new NamespaceBuilder(found)
                            .editMetadata()
                            .addToLabels("sidecar-first.io/injection", "enabled")
                            .endMetadata()
                            .build());
        }
        create("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: auditor, namespace: audit-shop}
                """);
        for (String namespace : new String[] {SHOP, OLD}) {
            create("""
                    apiVersion: rbac.authorization.k8s.io/v1
                    kind: RoleBinding
                    metadata: {name: auditor, namespace: %s}
                    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
                    subjects: [{kind: ServiceAccount, name: auditor, namespace: audit-shop}]
                    """.formatted(namespace));
        }
        await().atMost(PATIENCE).until(() -> isReady(OLD, "late"));
        await().atMost(PATIENCE).until(() -> isReady(SHOP, "missed"));
        await().atMost(PATIENCE)
                .until(() -> Optional.ofNullable(client.apps()
                                        .deployments()
                                        .inNamespace(SHOP)
                                        .withName("web")
                                        .get()
                                        .getStatus()
                                        .getReadyReplicas())
                                .orElse(0)
                        == 1);
        await().atMost(PATIENCE)
                .until(() -> !get(SHOP, "waits")
                                .getStatus()
                                .getInitContainerStatuses()
                                .isEmpty()
                        && get(SHOP, "waits")
                                        .getStatus()
                                        .getInitContainerStatuses()
                                        .get(0)
                                        .getState()
                                        .getRunning()
                                != null);
    }

    @AfterAll
    void stop() {
        cluster.deleteNamespace(SHOP);
        cluster.deleteNamespace(OLD);
        cluster.deleteNamespace(SECRET);
        client.rbac().clusterRoles().withName("audit-namespaces").delete();
        client.rbac().clusterRoleBindings().withName("audit-namespaces").delete();
    }

    private void create(String yaml) {
        objects(yaml).forEach(item -> client.resource(item).create());
    }

    private List<HasMetadata> objects(String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }

    private String injected(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("in.yaml"), yaml);
        Cli.Run run = Cli.run("inject", "-f", file.toString());
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    private Pod get(String namespace, String name) {
        return client.pods().inNamespace(namespace).withName(name).get();
    }

    private boolean isReady(String namespace, String name) {
        return get(namespace, name).getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    private String kubeconfig(String user) throws IOException {
        Config config = client.getConfiguration();
        Path file = Files.writeString(folder.resolve("kubeconfig-" + System.nanoTime()), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me, namespace: audit-shop}}]
                clusters: [{name: here, cluster: {server: "%s", certificate-authority-data: "%s"}}]
                users: [{name: me, user: %s}]
                """.formatted(
                        config.getMasterUrl(), config.getCaCertData(), user));
        return file.toString();
    }

    private String administrator() throws IOException {
        Config config = client.getConfiguration();
        return kubeconfig("{client-certificate-data: \"%s\", client-key-data: \"%s\"}"
                .formatted(config.getClientCertData(), base64(config.getClientKeyData())));
    }

    /** fabric8 keeps the key as it was given. */
    private static String base64(String key) {
        return key.startsWith("-----") ? Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)) : key;
    }

    private String auditor() throws IOException {
        String token = client.serviceAccounts()
                .inNamespace(SHOP)
                .withName("auditor")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return kubeconfig("{token: \"" + token + "\"}");
    }

    private static JsonNode row(JsonNode report, String namespace, String workload) {
        for (JsonNode row : report.path("rows")) {
            if (row.path("namespace").asString().equals(namespace)
                    && row.path("workload").asString().equals(workload)) {
                return row;
            }
        }
        throw new AssertionError("no row of " + workload + " in " + report);
    }

    private static Cli.Run shown(Cli.Run run) {
        System.out.println(run.out() + run.err());
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    @Test
    void theAdministratorSeesAll() throws IOException {
        String kubeconfig = administrator();
        shown(Cli.run("audit", "--kubeconfig", kubeconfig, "-o", "wide"));
        JsonNode report = JsonMapper.shared()
                .readTree(shown(Cli.run("audit", "--kubeconfig", kubeconfig, "-o", "json"))
                        .out());
        assertThat(row(report, SHOP, "deployment/web").path("verdict").asString())
                .isEqualTo("gated");
        assertThat(row(report, SHOP, "pod/waits").path("verdict").asString()).isEqualTo("waiting");
        assertThat(row(report, SHOP, "pod/missed").path("verdict").asString()).isEqualTo("missed");
        assertThat(row(report, SECRET, "pod/hidden").path("verdict").asString()).isEqualTo("missed");
        assertThat(row(report, OLD, "cronjob/report").path("verdict").asString())
                .isEqualTo("not-opted-in");
        assertThat(row(report, OLD, "cronjob/report").path("pods").asInt()).isZero();
        JsonNode late = row(report, OLD, "pod/late");
        assertThat(late.path("verdict").asString()).isEqualTo("not-opted-in");
        assertThat(late.path("flags").toString()).isEqualTo("[\"ready-only-after-main\"]");
        assertThat(report.path("unseen")).isEmpty();
        assertThat(Cli.run("audit", "--kubeconfig", kubeconfig, "--fail-on", "missed")
                        .code())
                .isEqualTo(ExitCode.CHECK_FAILED);
    }

    private static JsonNode ofPod(JsonNode waiting, String start) {
        for (JsonNode pod : waiting) {
            if (pod.path("pod").asString().startsWith(start)) {
                return pod;
            }
        }
        throw new AssertionError("no Pod " + start + " in " + waiting);
    }

    private JsonNode waiting(String... words) {
        return JsonMapper.shared().readTree(Cli.run(words).out()).path("waiting");
    }

    private void awaitBackOff(String pod, int restarts) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            ContainerStatus sidecar =
                    get(SHOP, pod).getStatus().getInitContainerStatuses().get(0);
            return sidecar.getRestartCount() >= restarts
                    && sidecar.getState().getWaiting() != null
                    && "CrashLoopBackOff".equals(sidecar.getState().getWaiting().getReason());
        });
    }

    /** The one command for it, with the kubelet's own words. */
    @Test
    void whichPodsWaitNow() throws IOException {
        String[] command = {"audit", "--kubeconfig", auditor(), "-n", SHOP, "--only", "waiting", "-o", "json"};
        await().atMost(PATIENCE)
                .until(() -> ofPod(waiting(command), "held-").has("lastFailure")
                        && ofPod(waiting(command), "waits").has("lastFailure"));
        JsonNode held = ofPod(waiting(command), "held-");
        assertThat(held.path("workload").asString()).isEqualTo("deployment/held");
        assertThat(held.path("source").asString()).isEqualTo("readinessProbe");
        assertThat(held.path("check").asString()).isEqualTo("tcpSocket on port 80");
        assertThat(held.path("lastFailure").asString()).startsWith("Startup probe failed: ");
        assertThat(held.path("seconds").asLong()).isPositive();
        assertThat(held.path("inBackOff").asBoolean()).isFalse();
        Cli.Run table = shown(Cli.run("audit", "--kubeconfig", auditor(), "-n", SHOP, "--only", "waiting"));
        assertThat(table.out())
                .contains("Waiting now", "connection refused")
                .doesNotContain("missed", "deployment/web");
        assertThat(Cli.run("audit", "--kubeconfig", auditor(), "-n", SHOP, "--fail-on", "waiting")
                        .code())
                .isEqualTo(ExitCode.CHECK_FAILED);
    }

    /** The kubelet kills one whose gate is used up; from outside both are in back-off, and only one crashes. */
    @Test
    void aGateThatIsUsedUpIsToldFromACrash() throws IOException {
        String[] command = {"audit", "--kubeconfig", administrator(), "-n", SHOP, "-o", "json"};
        awaitBackOff("used-up", 1);
        JsonNode usedUp = ofPod(waiting(command), "used-up");
        assertThat(usedUp.path("reason").asString()).isEqualTo("already-gated");
        assertThat(usedUp.path("restarts").asInt()).isPositive();
        assertThat(usedUp.has("crash")).isFalse();
        awaitBackOff("crashes", 2);
        JsonNode report = JsonMapper.shared().readTree(Cli.run(command).out());
        assertThat(row(report, SHOP, "pod/crashes").path("verdict").asString()).isEqualTo("waiting");
        assertThat(ofPod(report.path("waiting"), "crashes")
                        .at("/crash/exitCode")
                        .asInt())
                .isPositive();
    }

    @Test
    void aWorkloadWithItsPods() throws IOException {
        String kubeconfig = auditor();
        await().atMost(PATIENCE)
                .until(() -> Cli.run("explain", "deploy/held", "-n", SHOP, "--kubeconfig", kubeconfig)
                        .out()
                        .replaceAll("\\s+", " ")
                        .contains(": tcpSocket on port 80. The kubelet says: Startup probe failed: "));
        Cli.Run run = shown(Cli.run("explain", "deploy/held", "deploy/web", "-n", SHOP, "--kubeconfig", kubeconfig));
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("has been waiting for proxy for")
                .contains("proxy: 1 of 1 waits for it now, by the gate from its readinessProbe.")
                .contains("proxy: 1 of 1 is gated by its readinessProbe.");
    }

    @Test
    void aServiceAccountSeesWhatItMay() throws IOException {
        create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: audit-namespaces}
                rules: [{apiGroups: [""], resources: [namespaces], verbs: [list]}]
                """);
        create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: audit-namespaces}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: audit-namespaces}
                subjects: [{kind: ServiceAccount, name: auditor, namespace: audit-shop}]
                """);
        Cli.Run run = Cli.run("audit", "--kubeconfig", auditor());
        assertThat(shown(run).out()).contains(SHOP, OLD).doesNotContain(SECRET);
        assertThat(run.err())
                .contains(
                        "not seen: pods: forbidden (in ",
                        "the webhook configurations and the admission policies may not be read");
    }

    @Test
    void withoutNamespacesItLooksWhereItIsTold() throws IOException {
        client.rbac().clusterRoleBindings().withName("audit-namespaces").delete();
        String kubeconfig = auditor();
        await().atMost(PATIENCE)
                .until(() -> Cli.run("audit", "--kubeconfig", kubeconfig)
                        .err()
                        .contains("so only audit-shop was looked at, the kubeconfig's"));
        Cli.Run run = shown(Cli.run("audit", "--kubeconfig", kubeconfig, "-n", SHOP, "-n", OLD));
        assertThat(run.out()).contains("pod/missed", "pod/late");
    }

    @Test
    void aNamespaceThatIsNotThere() throws IOException {
        Cli.Run run = Cli.run("audit", "-n", "nope", "--kubeconfig", administrator());
        assertThat(run.code()).isEqualTo(ExitCode.INPUT);
        assertThat(run.err()).endsWith("sidecar-first: there is no namespace nope\n");
    }

    @Test
    void whereNothingIsInstalled() throws IOException {
        String kubeconfig = administrator();
        JsonNode report = JsonMapper.shared()
                .readTree(Cli.run("audit", "--kubeconfig", kubeconfig, "-o", "json")
                        .out());
        assumeTrue(
                report.path("installed").asString().equals("nothing"),
                "another test has installed sidecar-first in this cluster");
        assertThat(row(report, SHOP, "pod/missed").path("reason").asString()).isEqualTo("nothing-installed");
        assertThat(shown(Cli.run("explain", "pod/missed", "--kubeconfig", kubeconfig))
                        .out())
                .contains("Nothing of sidecar-first is installed in this cluster");
        Cli.Run check = Cli.run("check", "-n", SHOP, "--kubeconfig", kubeconfig, "--wait-seconds", "0");
        assertThat(check.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(check.err()).contains("nothing of sidecar-first is installed in this cluster");
    }

    /** With a label of its own, because other tests' namespaces carry the usual one. */
    @Test
    void whereThePolicyIsInstalled() throws IOException {
        String kubeconfig = administrator();
        String label = "sidecar-first.test/" + POLICY;
        String objects = new Policy(Settings.DEFAULTS, Programs.KNOWN, ApiVersion.V1, POLICY)
                .text()
                .replaceAll(
                        "matchLabels:\n( +)sidecar-first.io/injection: enabled",
                        "matchLabels:\n$1" + label + ": enabled");
        cluster.namespace(POLICY, Map.of());
        create(objects);
        try {
            Cli.Run check = Cli.run("check", "-n", POLICY, "--kubeconfig", kubeconfig, "--wait-seconds", "0");
            assertThat(check.code()).isEqualTo(ExitCode.CHECK_FAILED);
            assertThat(check.err()).contains("it is not selected by ", "the policy " + POLICY);
            client.namespaces()
                    .withName(POLICY)
                    .edit(found -> new NamespaceBuilder(found)
                            .editMetadata()
                            .addToLabels(label, "enabled")
                            .endMetadata()
                            .build());
            check = shown(Cli.run("check", "-n", POLICY, "--kubeconfig", kubeconfig, "--wait-seconds", "60"));
            assertThat(check.out())
                    .isEqualTo("namespace " + POLICY + " is gated: the example's sidecar got the startupProbe"
                            + " tcpSocket on port 8080, every 1 s, up to 86400 times\n");
            create(pod(POLICY, "gated", "1"));
            JsonNode report = JsonMapper.shared()
                    .readTree(shown(Cli.run("audit", "-n", POLICY, "--kubeconfig", kubeconfig, "-o", "json"))
                            .out());
            assertThat(report.path("optedInBy").asString()).contains("the policy " + POLICY);
            assertThat(row(report, POLICY, "pod/gated").path("verdict").asString())
                    .isEqualTo("gated");
            assertThat(shown(Cli.run("explain", "pod/gated", "-n", POLICY, "--kubeconfig", kubeconfig))
                            .out()
                            .replaceAll("\\s+", " "))
                    .contains("Opted in, by ", "the policy " + POLICY, "gated by sidecar-first, by its readinessProbe");
        } finally {
            objects(objects).forEach(object -> client.resource(object).delete());
            cluster.deleteNamespace(POLICY);
        }
    }

    @Test
    void explainSaysWhatAPodWaitsFor() throws IOException {
        Cli.Run run = shown(Cli.run("explain", "pod/waits", "deploy/web", "--kubeconfig", administrator()));
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains(
                        "gated by its readinessProbe, every 1 second, up to 86400 times",
                        "and its startupProbe has not passed",
                        "The kubelet says: Startup probe failed: dial tcp",
                        "delete it and create it again",
                        "app: waiting (PodInitializing)",
                        "Deployment web in namespace audit-shop");
    }

    @Test
    void explainSaysWhyAPodWasNotGated() throws IOException {
        assertThat(shown(Cli.run("explain", "pod/missed", "--kubeconfig", auditor()))
                        .out())
                .contains("not gated; in a new Pod it would be, by its readinessProbe", "nothing");
        assertThat(Cli.run("explain", "pod/hidden", "-n", SECRET, "--kubeconfig", auditor())
                        .err())
                .contains("pod/hidden: may not be read: ");
    }
}
