package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.sidecarfirst.chart.Chart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The chart's policy tells of Pods that no webhook has seen. Pods are opted in by another label than the usual one: a
 * webhook that other tests have installed would see them.
 */
@RequiresK3s
class MissedPodPolicyTest {
    private static final String OPTED_IN = "missed-opted-in";
    private static final String OTHER = "missed-other";
    private static final String VALUES = """
            missedPodPolicy: {enabled: true}
            webhook:
              namespaceSelector:
                matchLabels: {sidecar-first.io/injection: null, missed.example.com/injection: enabled}
              canary:
                namespaceSelector:
                  matchExpressions: [{key: missed.example.com/injection, operator: NotIn, values: [enabled]}]
                objectSelector:
                  matchLabels: {sidecar-first.io/injection: null, missed.example.com/injection: enabled}
            """;
    private static final List<JsonNode> POLICY = new ArrayList<>();
    private static final Cluster CLUSTER = Cluster.shared();

    @BeforeAll
    static void install() {
        CLUSTER.namespace(OPTED_IN, Map.of("missed.example.com/injection", "enabled"));
        CLUSTER.namespace(OTHER, Map.of());
        Chart.render(VALUES).objects().stream()
                .filter(object -> object.path("kind").asString().startsWith("ValidatingAdmissionPolicy"))
                .forEach(POLICY::add);
        POLICY.forEach(object -> CLUSTER.client().resource(object.toString()).create());
        // The API server learns of policies a moment later.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !warnings(OPTED_IN, "{}").isEmpty()
                        && !warnings(OTHER, "{labels: {missed.example.com/injection: enabled}}")
                                .isEmpty());
    }

    @AfterAll
    static void remove() {
        POLICY.forEach(object -> CLUSTER.client().resource(object.toString()).delete());
        CLUSTER.deleteNamespace(OPTED_IN);
        CLUSTER.deleteNamespace(OTHER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            missed-opted-in | {}
            missed-opted-in | {annotations: {sidecar-first.io/inject: "maybe"}}
            missed-opted-in | {annotations: {sidecar-first.io/inject: "false", proxy.sidecar-first.io/inject: "true"}}
            missed-other    | {labels: {missed.example.com/injection: enabled}}
            """)
    void tellsOfWhatWasMissed(String namespace, String metadata) {
        assertThat(warnings(namespace, metadata)).singleElement().asString().contains("do not wait for proxy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            missed-opted-in | {labels: {sidecar-first.io/injection: disabled}}
            missed-opted-in | {annotations: {sidecar-first.io/inject: "false"}}
            missed-opted-in | {annotations: {proxy.sidecar-first.io/inject: "false"}}
            missed-opted-in | {annotations: {sidecar-first.io/status: "{}"}}
            missed-other    | {}
            kube-system     | {}
            kube-node-lease | {}
            """)
    void saysNothingOfOthers(String namespace, String metadata) {
        assertThat(warnings(namespace, metadata)).isEmpty();
    }

    @Test
    void saysNothingWhereNoSidecarIsUngated() {
        assertThat(warnings(OPTED_IN, "{}", ", startupProbe: {tcpSocket: {port: 80}}"))
                .isEmpty();
        assertThat(warnings(OPTED_IN, "{}", ", restartPolicy: null")).isEmpty();
    }

    private static List<String> warnings(String namespace, String metadata) {
        return warnings(namespace, metadata, "");
    }

    /** What an API server says to the creation of a Pod, which is a dry run. */
    private static List<String> warnings(String namespace, String metadata, String more) {
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {generateName: missed-, METADATA}
                spec:
                  initContainers: [{name: proxy, image: proxy, RESTART}]
                  containers: [{name: main, image: main}]
                """.replace("METADATA", metadata.substring(1, metadata.length() - 1)).replace(
                "RESTART", more.contains("restartPolicy") ? more.substring(2) : "restartPolicy: Always" + more);
        KubernetesClient client = CLUSTER.client();
        try {
            HttpResponse<String> response = client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods?dryRun=All")
                                    .post("application/yaml", pod)
                                    .timeout(60, TimeUnit.SECONDS)
                                    .build(),
                            String.class)
                    .get(90, TimeUnit.SECONDS);
            assertThat(response.code()).as(response.body()).isEqualTo(201);
            return response.headers("Warning");
        } catch (Exception e) {
            throw new AssertionError("the API server did not answer", e);
        }
    }
}
