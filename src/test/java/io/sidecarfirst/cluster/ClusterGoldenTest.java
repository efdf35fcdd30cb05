package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecarfirst.admission.Reviews;
import io.sidecarfirst.fuzz.Choices;
import io.sidecarfirst.fuzz.GeneratedPod;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.goldens.Golden;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The goldens on a real API server: what comes out of the files is accepted, and the webhook, which sees the same Pods
 * with all defaults filled in, decides the same. Nothing is stored ({@code dryRun=All}).
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterGoldenTest {
    private static final String PLAIN = "goldens-plain";
    private static final int GENERATED = 500;
    private static final String STATUS = "sidecar-first.io/status";

    private final Map<Map<String, String>, String> gatedNamespaces = new HashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Cluster cluster;

    static Stream<Golden> goldens() {
        return Golden.forClusters();
    }

    @BeforeAll
    void start() {
        cluster = Cluster.shared();
        cluster.namespace(PLAIN, Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
        gatedNamespaces.values().forEach(cluster::deleteNamespace);
        cluster.deleteNamespace(PLAIN);
    }

    private void assumeIsTaken(Golden golden) {
        assumeTrue(cluster.minorVersion() >= golden.fromMinorVersion(), "this Kubernetes is too old for the Pod");
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void theApiServerAcceptsTheGatedPod(Golden golden) {
        assumeIsTaken(golden);
        Cluster.Answer answer = cluster.createPod(PLAIN, golden.expected().pod(), true);
        assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void theWebhookDecidesAsOnTheFile(Golden golden) {
        assumeIsTaken(golden);
        Golden.Expected expected = golden.expected();
        Cluster.Answer accepted = cluster.createPod(PLAIN, expected.pod(), true);
        Cluster.Answer answer = cluster.createPod(gated(golden), golden.pod(), true);
        if (expected.denial().isPresent()) {
            assertThat(answer.code()).isEqualTo(422);
            assertThat(answer.body().path("message").stringValue())
                    .contains(expected.denial().get());
            return;
        }
        assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
        assertThat(gates(answer.body())).isEqualTo(gates(accepted.body()));
        assertThat(status(answer.body())).isEqualTo(status(accepted.body()));
        List<String> ours = new ArrayList<>(answer.warnings());
        // The API server has warnings of its own, about any Pod of this shape.
        ours.removeAll(accepted.warnings());
        assertThat(ours)
                .containsExactlyInAnyOrderElementsOf(expected.warnings().stream()
                        .map(warning ->
                                "299 - \"" + warning.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                        .toList());
    }

    /** With the API server's defaults filled in, and its own order of fields. */
    @ParameterizedTest
    @ValueSource(strings = {"article-pod", "container-all-sources"})
    void theWebhookDecidesOnGeneratedPodsAsOnFiles(String goldenWithTheSettings) {
        Golden golden = Golden.named(goldenWithTheSettings);
        String namespace = gated(golden);
        for (int seed = 0; seed < GENERATED; seed++) {
            ObjectNode pod = GeneratedPod.of(Choices.of(new SplittableRandom(seed)));
            Pod read = Pod.of(pod);
            ObjectNode expected = GatedPod.of(pod, Patch.of(golden.gate().plan(read), read));
            Cluster.Answer accepted = cluster.createPod(PLAIN, expected, true);
            Cluster.Answer answer = cluster.createPod(namespace, pod, true);
            assertThat(answer.code()).as("seed %d: %s", seed, answer.body()).isEqualTo(201);
            assertThat(gates(answer.body())).as("seed %d: %s", seed, pod).isEqualTo(gates(accepted.body()));
            assertThat(status(answer.body())).as("seed %d: %s", seed, pod).isEqualTo(status(accepted.body()));
        }
    }

    @Test
    void aPodOfAMegabyteIsGated() {
        ObjectNode pod = Reviews.megabytePod();
        ((ObjectNode) pod.path("metadata")).remove("namespace");
        Golden defaults = Golden.all()
                .filter(golden -> golden.options().isEmpty())
                .findFirst()
                .orElseThrow();
        Cluster.Answer answer = cluster.createPod(gated(defaults), pod, true);
        assertThat(answer.code()).isEqualTo(201);
        for (JsonNode sidecar : answer.body().at("/spec/initContainers")) {
            assertThat(sidecar.has("startupProbe")).isTrue();
        }
    }

    /** The namespace whose webhook has the settings of that golden. */
    private String gated(Golden golden) {
        return gatedNamespaces.computeIfAbsent(golden.options(), options -> {
            String namespace = "goldens-gated-" + gatedNamespaces.size();
            String label = WebhookRegistration.label();
            LocalWebhook webhook = LocalWebhook.start(cluster, golden.gate());
            open.add(webhook);
            cluster.namespace(namespace, Map.of(label, "enabled"));
            WebhookRegistration registration =
                    WebhookRegistration.create(cluster, namespace, webhook.url(), webhook.authorityPem(), label, false);
            open.add(0, registration);
            registration.awaiting(() -> cluster.createPod(namespace, article(), true)
                    .body()
                    .at("/metadata/annotations")
                    .has(STATUS));
            return namespace;
        });
    }

    private static ObjectNode article() {
        return Golden.named("article-pod").pod();
    }

    /** The startupProbe of each init container, and the gate container without its token's mount, named by chance. */
    private static JsonNode gates(JsonNode pod) {
        ObjectNode gates = JsonMapper.shared().createObjectNode();
        for (JsonNode container : pod.path("spec").path("initContainers")) {
            String name = container.path("name").stringValue();
            if (container.has("startupProbe")) {
                gates.set(name, container.path("startupProbe"));
            } else if (name.equals(GateContainer.NAME)) {
                gates.set(name, ((ObjectNode) container.deepCopy()).without("volumeMounts"));
            }
        }
        return gates;
    }

    private static String status(JsonNode pod) {
        return pod.path("metadata").path("annotations").path(STATUS).asString("none");
    }
}
