package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sidecarfirst.chart.Chart;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.gate.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The chart's webhooks on a real API server: the label of a namespace says what holds the mains of its Pods back. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateLabelTest {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Cluster cluster = Cluster.shared();
    private final String label = WebhookRegistration.label();
    private final String name = "gate-label-" + UUID.randomUUID();

    @BeforeAll
    void register() {
        LocalWebhook webhook = LocalWebhook.start(cluster, Gates.with(Gates.WITH_CONTAINER.with(GateMode.PROBE)));
        open.push(webhook);
        JsonNode rendered =
                Chart.render("""
                        webhook:
                          namespaceSelector: {matchLabels: {sidecar-first.io/injection: null, %s: enabled}}
                          canary:
                            namespaceSelector: {matchExpressions: [{key: %s, operator: In, values: [canary]}]}
                        """.formatted(label, label)).withoutHooks().only("MutatingWebhookConfiguration");
        var configuration = Serialization.unmarshal(rendered.toString(), MutatingWebhookConfiguration.class);
        configuration.getMetadata().setName(name);
        String bundle =
                Base64.getEncoder().encodeToString(webhook.authorityPem().getBytes(StandardCharsets.UTF_8));
        configuration.getWebhooks().forEach(each -> {
            var client = each.getClientConfig();
            client.setUrl(
                    webhook.url().replaceFirst("/mutate$", client.getService().getPath()));
            client.setService(null);
            client.setCaBundle(bundle);
        });
        cluster.client().resource(configuration).create();
        open.push(() -> cluster.client().resource(configuration).delete());
    }

    @AfterAll
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private static ObjectNode pod(String labels, String annotations) {
        return (ObjectNode) Yaml.tree("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, labels: {%s}, annotations: {%s}}
                spec:
                  initContainers:
                  - {name: proxy, image: "nginx:latest", restartPolicy: Always, ports: [{containerPort: 80}]}
                  containers: [{name: app, image: "alpine:latest"}]
                """.formatted(labels, annotations));
    }

    /** By what a Pod there is gated; "nothing" where it is not. */
    private String by(String namespace, ObjectNode pod) {
        JsonNode containers = cluster.createPod(namespace, pod, true).body().at("/spec/initContainers");
        Stream<String> names =
                containers.valueStream().map(container -> container.path("name").asString());
        if (names.anyMatch("sidecar-first-gate"::equals)) {
            return "container";
        }
        return containers.path(0).has("startupProbe") ? "probe" : "nothing";
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "enabled, -,         probe",
                "enabled, container, container",
                "enabled, probe,     probe",
                "enabled, Container, probe",
                "canary,  container, container",
                "canary,  probe,     probe",
                "canary,  -,         probe",
            })
    void theLabelOfTheNamespace(String optIn, String gate, String by) {
        Map<String, String> labels = new HashMap<>(Map.of(label, optIn));
        if (gate != null) {
            labels.put(WellKnown.GATE_LABEL, gate);
        }
        String namespace = "gate-label-" + UUID.randomUUID();
        cluster.namespace(namespace, labels);
        open.push(() -> cluster.deleteNamespace(namespace));
        ObjectNode pod = pod("sidecar-first.io/injection: enabled", "");
        await().atMost(Duration.ofMinutes(1)).until(() -> by(namespace, pod).equals(by));
        if (!by.equals("nothing")) {
            assertThat(by(namespace, pod("sidecar-first.io/injection: enabled", "sidecar-first.io/gate: container")))
                    .isEqualTo("container");
            assertThat(by(namespace, pod("sidecar-first.io/injection: enabled", "sidecar-first.io/gate: probe")))
                    .isEqualTo("probe");
        }
    }
}
