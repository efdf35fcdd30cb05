package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.TestAuthority;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A real API server calls the endpoint for real creates. */
@RequiresK3s
class WebhookTest {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Cluster cluster = Cluster.shared();
    private final String namespace = "webhook-" + UUID.randomUUID();
    private final String label = WebhookRegistration.label();

    @BeforeEach
    void namespace() {
        cluster.namespace(namespace, Map.of(label, "enabled"));
        open.push(() -> cluster.deleteNamespace(namespace));
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private static ObjectNode pod(String name, String annotations) {
        return Manifest.parse("""
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: %s
                          annotations: {%s}
                        spec:
                          initContainers:
                          - name: proxy
                            image: nginx:latest
                            restartPolicy: Always
                            ports: [{containerPort: 80}]
                          containers:
                          - name: app
                            image: alpine:latest
                            command: [sleep, "3600"]
                        """.formatted(name, annotations))
                .workloads()
                .get(0)
                .pod();
    }

    private boolean gates() {
        return cluster.createPod(namespace, pod("canary", ""), true)
                .body()
                .at("/spec/initContainers/0")
                .has("startupProbe");
    }

    private void register(String name, boolean onlyUngated) {
        LocalWebhook webhook = LocalWebhook.start(cluster, Gates.DEFAULT);
        open.push(webhook);
        open.push(WebhookRegistration.create(cluster, name, webhook.url(), webhook.authorityPem(), label, onlyUngated)
                .awaiting(this::gates));
    }

    @Test
    void aRealCreateIsGated() {
        register("zz-real-create", true);
        Cluster.Answer answer = cluster.createPod(namespace, pod("real", ""), false);
        assertThat(answer.code()).isEqualTo(201);
        JsonNode probe = answer.body().at("/spec/initContainers/0/startupProbe");
        assertThat(probe.at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertThat(probe.path("periodSeconds").asInt()).isEqualTo(1);
        assertThat(probe.path("failureThreshold").asInt()).isEqualTo(86400);
        assertThat(answer.body()
                        .at("/metadata/annotations/sidecar-first.io~1status")
                        .stringValue())
                .isEqualTo("{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @Test
    void warningsReachTheClient() {
        register("zz-warnings", true);
        Cluster.Answer answer =
                cluster.createPod(namespace, pod("warned", "sidecar-first.io/period-seconds: soon"), true);
        assertThat(answer.code()).isEqualTo(201);
        assertThat(answer.warnings()).hasSize(2);
        assertThat(answer.warnings().get(0))
                .isEqualTo("299 - \"annotation sidecar-first.io/period-seconds=\\\"soon\\\" cannot be used and is"
                        + " ignored; allowed: a whole number, 1..2147483647\"");
        assertThat(answer.warnings().get(1))
                .startsWith("299 - \"sidecar proxy is gated on a guess: its declared port 80.");
    }

    @Test
    void aReinvocationKeepsTheGatesOfTheFirstPass() throws IOException {
        String late = """
                [{"op":"add","path":"/spec/initContainers/-","value":{"name":"late","image":"nginx:latest",\
                "restartPolicy":"Always","ports":[{"containerPort":8081}]}}]""";
        PatchingWebhook injector = PatchingWebhook.start(
                cluster,
                review -> PatchingWebhook.allowing(
                        review,
                        review.at("/request/object/spec/initContainers/1").isMissingNode() ? late : "[]"));
        open.push(injector);
        open.push(WebhookRegistration.create(
                        cluster, "zzz-injector", injector.url(), injector.authorityPem(), label, false)
                .awaiting(() -> cluster.createPod(namespace, pod("probe", ""), true)
                        .body()
                        .at("/spec/initContainers/1")
                        .isObject()));
        register("zz-reinvocation", true);

        JsonNode created = cluster.createPod(namespace, pod("twice", ""), true).body();
        assertThat(created.at("/spec/initContainers/0/startupProbe/tcpSocket/port")
                        .asInt())
                .isEqualTo(80);
        assertThat(created.at("/spec/initContainers/1/startupProbe/tcpSocket/port")
                        .asInt())
                .isEqualTo(8081);
        assertThat(created.at("/metadata/annotations/sidecar-first.io~1status").stringValue())
                .isEqualTo("{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400},"
                        + "\"late\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @Test
    void anEndpointThatNobodyListensOnBlocksNoPod() {
        TestAuthority authority = TestAuthority.create("nobody");
        open.push(WebhookRegistration.create(
                cluster, "zz-nobody", "https://" + cluster.hostAddress() + ":1/mutate", authority.pem(), label, false));
        assertThat(cluster.createPod(namespace, pod("unblocked", ""), false).code())
                .isEqualTo(201);
    }

    @Test
    void anEndpointWithAnUnknownCertificateBlocksNoPod() {
        LocalWebhook webhook = LocalWebhook.start(cluster, Gates.DEFAULT);
        open.push(webhook);
        open.push(WebhookRegistration.create(
                cluster,
                "zz-untrusted",
                webhook.url(),
                TestAuthority.create("another").pem(),
                label,
                false));
        Cluster.Answer answer = cluster.createPod(namespace, pod("unblocked", ""), false);
        assertThat(answer.code()).isEqualTo(201);
        assertThat(answer.body().at("/spec/initContainers/0").has("startupProbe"))
                .isFalse();
    }

    @Test
    void anEndpointThatAnswersNonsenseBlocksNoPod() throws IOException {
        PatchingWebhook broken = PatchingWebhook.start(cluster, review -> "{\"nonsense\":");
        open.push(broken);
        open.push(
                WebhookRegistration.create(cluster, "zz-nonsense", broken.url(), broken.authorityPem(), label, false));
        assertThat(cluster.createPod(namespace, pod("unblocked", ""), false).code())
                .isEqualTo(201);
    }
}
