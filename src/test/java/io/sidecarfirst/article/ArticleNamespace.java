package io.sidecarfirst.article;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.gate.GateContainer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace of a test, and what is created there. */
final class ArticleNamespace implements AutoCloseable {
    private static final String LABEL = "sidecar-first.io/injection";

    private final Cluster cluster;
    private final String name;

    private ArticleNamespace(Cluster cluster, String name, Map<String, String> labels) {
        this.cluster = cluster;
        this.name = name;
        cluster.namespace(name, labels);
    }

    /** A namespace like any other. */
    static ArticleNamespace without(String name) {
        return new ArticleNamespace(Cluster.shared(), name, Map.of());
    }

    /** A namespace that opted in. API servers learn of a label a moment later: it waits until they have. */
    static ArticleNamespace with(String name) {
        ArticleNamespace namespace = new ArticleNamespace(Cluster.shared(), name, Map.of(LABEL, "enabled"));
        namespace.awaitGates(true);
        return namespace;
    }

    /** One that opted in, whose Pods get a gate container; it waits as {@link #with} does. */
    static ArticleNamespace withContainer(String name) {
        ArticleNamespace namespace = new ArticleNamespace(
                Cluster.shared(), name, Map.of(LABEL, "enabled", "sidecar-first.io/gate", "container"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> namespace
                        .accepted(ArticleFile.pod("pod", "dry-run"), true)
                        .body()
                        .at("/spec/initContainers/1/name")
                        .asString("")
                        .equals(GateContainer.NAME));
        return namespace;
    }

    String name() {
        return name;
    }

    void label() {
        label(Cluster.shared(), name);
    }

    void unlabel() {
        unlabel(Cluster.shared(), name);
    }

    static void label(Cluster cluster, String namespace) {
        cluster.client()
                .namespaces()
                .withName(namespace)
                .edit(object -> object.edit()
                        .editMetadata()
                        .addToLabels(LABEL, "enabled")
                        .endMetadata()
                        .build());
    }

    static void unlabel(Cluster cluster, String namespace) {
        cluster.client()
                .namespaces()
                .withName(namespace)
                .edit(object -> object.edit()
                        .editMetadata()
                        .removeFromLabels(LABEL)
                        .endMetadata()
                        .build());
    }

    /** Waits until Pods of this namespace are gated, or are not. */
    void awaitGates(boolean gates) {
        await().atMost(Duration.ofMinutes(1)).until(() -> gates("pod") == gates);
    }

    /** Whether the first sidecar of the Pod in a file would get a gate. */
    boolean gates(String file) {
        return gate(accepted(ArticleFile.pod(file, "dry-run"), true).body()).isObject();
    }

    /** The gate of a Pod's first sidecar. */
    static JsonNode gate(JsonNode pod) {
        return pod.at("/spec/initContainers/0/startupProbe");
    }

    /** What sidecar-first wrote on a Pod, or the empty string. */
    static String status(JsonNode pod) {
        return pod.at("/metadata/annotations/sidecar-first.io~1status").asString("");
    }

    /** Creates the Pod of a file, and returns what the API server made of it. */
    Cluster.Answer create(String file) {
        return accepted(ArticleFile.pod(file), false);
    }

    /** The same, with another name. */
    Cluster.Answer create(String file, String pod) {
        return accepted(ArticleFile.pod(file, pod), false);
    }

    private Cluster.Answer accepted(ObjectNode pod, boolean dryRun) {
        Cluster.Answer answer = cluster.createPod(name, pod, dryRun);
        assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
        return answer;
    }

    /** Creates the object of a file, as {@code kubectl create} would. */
    void createWorkload(String file) {
        cluster.client()
                .load(new ByteArrayInputStream(ArticleFile.text(file).getBytes(StandardCharsets.UTF_8)))
                .inNamespace(name)
                .create();
    }

    @Override
    public void close() {
        cluster.deleteNamespace(name);
    }
}
