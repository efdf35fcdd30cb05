package io.sidecarfirst.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.apiserver.FakeApiServer;
import io.sidecarfirst.apiserver.FakeApiServer.Reply;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Status;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code check} against an API server of the test's own. What a real one answers is seen by {@code helm test}. */
class CheckTest {
    private static final String OPTED_IN = "\"sidecar-first.io/injection\":\"enabled\"";

    private static final String SELECTOR = """
            "namespaceSelector":{"matchLabels":{"sidecar-first.io/injection":"enabled"},"matchExpressions":[
              {"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["kube-system"]}]}""";

    private static final String WEBHOOK = "{\"metadata\":{\"name\":\"zz-sidecar-first\"},\"webhooks\":["
            + "{\"clientConfig\":{\"service\":{\"namespace\":\"gates\"}}," + SELECTOR + "}]}";

    private static final String BY_URL =
            WEBHOOK.replace("{\"service\":{\"namespace\":\"gates\"}}", "{\"url\":\"https://10.0.0.1:8443/mutate\"}");

    private static final String POLICY =
            "{\"metadata\":{\"name\":\"gates\",\"labels\":{\"app.kubernetes.io/name\":\"sidecar-first\"}}}";

    private static final String BINDING = "{\"spec\":{\"policyName\":\"gates\",\"matchResources\":{" + SELECTOR + "}}}";

    @TempDir
    private Path folder;

    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private FakeApiServer server;
    private volatile int code = 201;
    private volatile UnaryOperator<JsonNode> answer = pod -> pod;

    @BeforeEach
    void start() throws IOException {
        server = FakeApiServer.start(request -> {
            if (request.method().equals("GET")) {
                return new Reply(
                        objects.containsKey(request.path()) ? 200 : 403, objects.getOrDefault(request.path(), "{}"));
            }
            JsonNode pod = JsonMapper.shared().readTree(request.body());
            return new Reply(code, answer.apply(pod).toString());
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> requests() {
        return server.requests("POST");
    }

    /** What may be read: all that tells who decides, and the namespace. */
    private void installed(String webhooks, String policies, String bindings, String namespaceLabels) {
        String group = "/apis/admissionregistration.k8s.io/v1/";
        objects.put(group + "mutatingwebhookconfigurations", "{\"kind\":\"List\",\"items\":[" + webhooks + "]}");
        objects.put(group + "mutatingadmissionpolicies", "{\"kind\":\"List\",\"items\":[" + policies + "]}");
        objects.put(group + "mutatingadmissionpolicybindings", "{\"kind\":\"List\",\"items\":[" + bindings + "]}");
        objects.put("/api/v1/namespaces/shop", "{\"metadata\":{\"labels\":{" + namespaceLabels + "}}}");
    }

    private static JsonNode gated(JsonNode pod) {
        JsonNode probe = JsonMapper.shared()
                .readTree("{\"tcpSocket\":{\"port\":8080},\"periodSeconds\":1,\"failureThreshold\":86400}");
        ((ObjectNode) pod.at("/spec/initContainers/0")).set("startupProbe", probe);
        return pod;
    }

    private static JsonNode gatedByContainer(JsonNode root) {
        Pod pod = Pod.of(root);
        Plan plan = Gates.with(Gates.WITH_CONTAINER).plan(pod);
        return GatedPod.of((ObjectNode) root, Patch.of(plan, pod, Status.of(plan, pod)));
    }

    private Cli.Run check(String... more) throws IOException {
        String file = server.kubeconfig(folder, "").toString();
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
        assertThat(run.out())
                .isEqualTo("namespace shop is gated: the example's sidecar got the startupProbe tcpSocket on port 8080,"
                        + " every 1 s, up to 86400 times\n");
        assertThat(requests()).containsExactly("POST /api/v1/namespaces/shop/pods?dryRun=All");
    }

    @Test
    void aNamespaceGatedByContainer() throws IOException {
        answer = CheckTest::gatedByContainer;
        Cli.Run run = check();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .isEqualTo("namespace shop is gated: the example got the init container sidecar-first-gate, which asks"
                        + " its sidecar by tcpSocket on port 8080. Every node has to be able to pull its image:"
                        + " example.com/sidecar-first-gate:1\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            contianer | false | 'has no effect: allowed: probe, container'
            container | false | 'has no effect: a Pod there is gated by probe'
            probe     | true  | 'has no effect: a Pod there is gated by container'
            probe     | false | ''
            container | true  | ''
            """)
    void aLabelForTheGateThatHasNoEffectIsTold(String value, boolean isByContainer, String told) throws IOException {
        installed(WEBHOOK, "", "", OPTED_IN + ",\"sidecar-first.io/gate\":\"" + value + "\"");
        answer = isByContainer ? CheckTest::gatedByContainer : CheckTest::gated;
        Cli.Run run = check();
        assertThat(run.code()).isEqualTo(ExitCode.OK);
        if (told.isEmpty()) {
            assertThat(run.out()).doesNotContain("no effect");
        } else {
            assertThat(run.out()).contains("its label sidecar-first.io/gate=" + value + " " + told);
        }
    }

    /** Somebody else's, by its arguments. */
    @Test
    void anotherContainerOfThatNameIsNoGate() throws IOException {
        answer = pod -> {
            JsonNode gated = gatedByContainer(pod);
            ((ObjectNode) gated.at("/spec/initContainers/1")).putArray("args").add("--wait");
            return gated;
        };
        assertOneLine(check("--wait-seconds", "0"), ExitCode.CHECK_FAILED, "namespace shop is not gated");
    }

    @Test
    void aNamespaceThatIsNotGated() throws IOException {
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "namespace shop is not gated",
                "sidecar-first.io/injection=enabled",
                "the webhook configurations and the admission policies may not be read. kube-system, kube-node-lease"
                        + " and its own namespace are never gated");
    }

    @Test
    void nothingIsInstalled() throws IOException {
        installed("", "", "", OPTED_IN);
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "namespace shop is not gated: nothing of sidecar-first is installed in this cluster");
    }

    /** The server runs, and nobody asks it any more. */
    @Test
    void onlyTheWebhookConfigurationWasDeleted() throws IOException {
        installed("", "", "", OPTED_IN);
        objects.put("/apis/apps/v1/deployments", """
                {"kind": "DeploymentList", "items": [{"metadata": {"name": "sidecar-first", "namespace": "gates",
                  "labels": {"app.kubernetes.io/instance": "first"}}}]}""");
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "namespace shop is not gated: the server of the release first runs in namespace gates, but its webhook"
                        + " configuration is gone. To have it again: helm upgrade first charts/sidecar-first"
                        + " --reuse-values -n gates");
    }

    @Test
    void knownFaultsOfTheNodesAreNamed() throws IOException {
        answer = CheckTest::gated;
        objects.put("/version", "{\"gitVersion\":\"v1.36.1\"}");
        objects.put("/api/v1/nodes", """
                {"kind": "NodeList", "items": [{"status": {"nodeInfo": {"kubeletVersion": "v1.35.2"}}}]}""");
        assertThat(check().out().lines().skip(1))
                .containsExactly("known fault: Kubernetes 1.35.2 (kubelet): after a restart of the kubelet, a Pod"
                        + " whose last init container is a sidecar with a startupProbe is left alone once all its mains"
                        + " are down: they are not restarted, and a Job does not end. A gate container is not affected."
                        + " Fixed in 1.35.4. See https://github.com/kubernetes/kubernetes/pull/137146");
    }

    /** Installing something would not change that. */
    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "kube-node-lease"})
    void namespacesOfTheSystemAreNeverGated(String namespace) throws IOException {
        installed("", "", "", "");
        String file = server.kubeconfig(folder, "").toString();
        assertOneLine(
                Cli.run("check", "-n", namespace, "--kubeconfig", file, "--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "namespace " + namespace + " is never gated: it is left out by sidecar-first, whatever its labels");
    }

    @Test
    void theWebhookDoesNotSelectTheNamespace() throws IOException {
        installed(WEBHOOK, "", "", "");
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "it is not selected by the webhook configuration zz-sidecar-first. To opt in: kubectl label namespace"
                        + " shop sidecar-first.io/injection=enabled");
    }

    @Test
    void theLabelHasAnotherValue() throws IOException {
        installed(WEBHOOK, "", "", "\"sidecar-first.io/injection\":\"true\"");
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "its label sidecar-first.io/injection says \"true\"; it must be \"enabled\": kubectl label --overwrite"
                        + " namespace shop sidecar-first.io/injection=enabled");
    }

    @Test
    void theSelectorsWantAnotherLabel() throws IOException {
        installed(WEBHOOK.replace("sidecar-first.io/injection", "tier"), "", "", OPTED_IN);
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "and the label sidecar-first.io/injection=enabled alone does not help: look at its selectors");
    }

    @Test
    void aNamespaceThatIsNotThere() throws IOException {
        code = 404;
        answer = pod -> JsonMapper.shared().createObjectNode().put("message", "namespaces \"shop\" not found");
        assertOneLine(check(), ExitCode.INPUT, "there is no namespace shop");
    }

    @Test
    void withoutTheRightToCreatePods() throws IOException {
        code = 403;
        answer = pod -> JsonMapper.shared()
                .createObjectNode()
                .put("message", "pods is forbidden: User \"me\" cannot create resource \"pods\"");
        assertOneLine(
                check(),
                ExitCode.UNAVAILABLE,
                "; check takes the right to create pods there, audit and explain only read");
    }

    @Test
    void theWebhookDoesNotAnswer() throws IOException {
        installed(WEBHOOK, "", "", OPTED_IN);
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "it is opted in by the webhook configuration zz-sidecar-first, but the Pod was admitted as it is."
                        + " Nobody has answered: look at kubectl get pods -n gates, the log of the replicas, and the"
                        + " configuration's caBundle");
    }

    /** A Deployment as the chart makes it, that serves such a configuration. */
    private void deployed(String configuration) {
        objects.put("/apis/apps/v1/deployments", """
                {"kind": "DeploymentList", "items": [{"metadata": {"name": "sidecar-first", "namespace": "gates"},
                  "spec": {"template": {"spec": {"containers": [{"args": [
                    "serve", "--webhook-configuration=%s"]}]}}}}]}""".formatted(configuration));
    }

    /** A URL does not tell where the replicas are; their Deployment does. */
    @Test
    void theWebhookByUrlDoesNotAnswer() throws IOException {
        installed(BY_URL, "", "", OPTED_IN);
        deployed("zz-sidecar-first");
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "Nobody has answered: look at kubectl get pods -n gates, whether https://10.0.0.1:8443 leads API servers"
                        + " to the replicas, the log of the replicas, and the configuration's caBundle");
    }

    @Test
    void theWebhookByUrlLeadsElsewhere() throws IOException {
        installed(BY_URL, "", "", OPTED_IN);
        deployed("zz-another");
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "Nobody has answered: look at whether https://10.0.0.1:8443 leads API servers to the replicas, the log"
                        + " of the replicas, and the configuration's caBundle");
    }

    @Test
    void thePolicyDoesNotSelectTheNamespace() throws IOException {
        installed("", POLICY, BINDING, "");
        assertOneLine(check("--wait-seconds", "0"), ExitCode.CHECK_FAILED, "it is not selected by the policy gates");
    }

    @Test
    void anExpressionOfThePolicyFails() throws IOException {
        installed("", POLICY, BINDING, OPTED_IN);
        assertOneLine(
                check("--wait-seconds", "0"),
                ExitCode.CHECK_FAILED,
                "it is opted in by the policy gates, but",
                "An expression of the policy may have failed");
    }

    @Test
    void theLabelsOfTheNamespaceMayNotBeRead() throws IOException {
        installed(WEBHOOK, "", "", "");
        objects.remove("/api/v1/namespaces/shop");
        assertOneLine(
                check("--wait-seconds", "0"), ExitCode.CHECK_FAILED, "whether it is selected by", "could not be read");
    }

    /** Labels do not help there. */
    @Test
    void aNamespaceThatIsNeverGated() throws IOException {
        installed(WEBHOOK.replace("kube-system", "shop"), "", "", OPTED_IN);
        Cli.Run run = check("--wait-seconds", "0");
        assertOneLine(
                run,
                ExitCode.CHECK_FAILED,
                "namespace shop is never gated: it is left out by the webhook configuration zz-sidecar-first, whatever"
                        + " its labels");
        assertThat(run.err()).doesNotContain("kubectl label");
    }

    @Test
    void itWaitsForTheGate() throws IOException {
        answer = pod -> requests().size() < 3 ? pod : gated(pod);
        assertThat(check().code()).isEqualTo(ExitCode.OK);
        assertThat(requests()).hasSize(3);
    }

    @Test
    void aNamespaceThatTakesNoPod() throws IOException {
        code = 403;
        answer = pod -> JsonMapper.shared().createObjectNode().put("message", "pods is forbidden");
        assertOneLine(check(), ExitCode.UNAVAILABLE, "shop", "pods is forbidden");
    }

    @Test
    void theWebhookIsToBeAskedAndDoesNotAnswer() throws IOException {
        installed(WEBHOOK, "", "", OPTED_IN);
        code = 500;
        answer = pod -> JsonMapper.shared()
                .createObjectNode()
                .put("message", "failed calling webhook \"pods.sidecar-first.io\": connection refused");
        assertOneLine(
                check(),
                ExitCode.UNAVAILABLE,
                "connection refused. The webhook had to be asked (failurePolicy Fail), and did not answer: kubectl get"
                        + " pods -n gates. The way out for one workload: the label",
                "kubectl delete mutatingwebhookconfiguration zz-sidecar-first, which helm upgrade brings back");
    }

    @Test
    void anAnswerThatIsNoPod() throws IOException {
        answer = pod -> JsonMapper.shared().createArrayNode();
        assertOneLine(check("--wait-seconds", "0"), ExitCode.CHECK_FAILED, "not gated");
    }

    @Test
    void anApiServerThatDoesNotAnswer() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertOneLine(
                Cli.run(
                        "check",
                        "-n",
                        "shop",
                        "--kubeconfig",
                        FakeApiServer.kubeconfig(folder, "", "server: http://127.0.0.1:" + port, "token: secret")
                                .toString()),
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
