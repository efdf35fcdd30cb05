package io.sidecarfirst.install;

import static org.awaitility.Awaitility.await;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.manifest.Manifest;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace that opted in to an installation, and what becomes of Pods there. */
final class OptedIn implements AutoCloseable {
    private final Cluster cluster;
    private final String name;

    private OptedIn(Cluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    static OptedIn to(HelmInstallation installation) {
        return with(installation.cluster(), Map.of(installation.label(), "enabled"));
    }

    static OptedIn with(Cluster cluster, Map<String, String> labels) {
        String name = "opted-in-" + UUID.randomUUID();
        cluster.namespace(name, labels);
        return new OptedIn(cluster, name);
    }

    String name() {
        return name;
    }

    /** A Pod with a sidecar that is gated on its port. */
    static ObjectNode pod() {
        return Manifest.parse("""
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          generateName: example-
                        spec:
                          terminationGracePeriodSeconds: 1
                          initContainers:
                          - name: proxy
                            image: nginx:latest
                            restartPolicy: Always
                            ports: [{containerPort: 80}]
                          containers:
                          - name: app
                            image: alpine:latest
                            command: [sleep, "3600"]
                        """).workloads().get(0).pod();
    }

    /** The same without the sidecar. */
    static ObjectNode podWithoutSidecar() {
        ObjectNode pod = pod();
        ((ObjectNode) pod.path("spec")).remove("initContainers");
        return pod;
    }

    Cluster.Answer dryRun(JsonNode pod) {
        return cluster.createPod(name, pod, true);
    }

    Cluster.Answer create(JsonNode pod) {
        return cluster.createPod(name, pod, false);
    }

    /** What the first sidecar of the created Pod got; a missing node if nothing. */
    static JsonNode gate(Cluster.Answer answer) {
        return answer.body().at("/spec/initContainers/0/startupProbe");
    }

    boolean gates() {
        return gate(dryRun(pod())).isObject();
    }

    /** API servers take a moment to see a configuration. */
    void awaitGates(boolean wanted) {
        await().atMost(Duration.ofSeconds(30)).until(() -> gates() == wanted);
    }

    @Override
    public void close() {
        cluster.deleteNamespace(name);
    }
}
