package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What a real API server tells of when a namespace got its label. */
@RequiresK3s
class NamespaceLabelOnClusterTest {
    private static final String NAME = "labelled-later";
    private static final String PATH = "api/v1/namespaces/" + NAME;

    @Test
    void whoSetsTheLabelOwnsItSinceThen(@TempDir Path folder) throws IOException, InterruptedException {
        Cluster cluster = Cluster.shared();
        cluster.namespace(NAME, Map.of("sidecar-first.io/injection", "disabled"));
        Path kubeconfig = Files.writeString(folder.resolve("admin"), cluster.kubeConfig());
        try (ApiServer server = ApiServer.connect(kubeconfig, null)) {
            JsonNode made = server.get(PATH).body();
            Instant created =
                    Instant.parse(made.at("/metadata/creationTimestamp").asString());
            assertThat(labelledBy(made)).isEqualTo(created);

            // Another manager's label, again and again, until the API server's clock is in another second.
            await().until(() -> !since(change(server, "x", "other"), "other").equals(created));
            assertThat(labelledBy(server.get(PATH).body())).isEqualTo(created);

            JsonNode enabled = change(server, "sidecar-first.io~1injection", "third");
            assertThat(labelledBy(enabled)).isAfter(created).isEqualTo(since(enabled, "third"));
        } finally {
            cluster.deleteNamespace(NAME);
        }
    }

    private static Instant labelledBy(JsonNode namespace) {
        return Objects.requireNonNull(
                OptedInPods.Namespace.of(namespace).orElseThrow().labelledBy());
    }

    private static Instant since(JsonNode namespace, String manager) {
        return namespace
                .at("/metadata/managedFields")
                .valueStream()
                .filter(owner -> owner.path("manager").asString().equals(manager))
                .map(owner -> Instant.parse(owner.path("time").asString()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode change(ApiServer server, String label, String manager) throws InterruptedException {
        ArrayNode operations =
                (ArrayNode) Manifest.parse("operations: [{op: add, path: /metadata/labels/%s, value: t%d}]"
                                .formatted(label, System.nanoTime()))
                        .trees()
                        .get(0)
                        .path("operations");
        return server.patch(PATH, operations, manager).body();
    }
}
