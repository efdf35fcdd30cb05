package io.sidecarfirst.fuzz;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The annotations and labels of a Pod, ours and those of meshes. The input is text: each of them is a line with its key
 * and lines with its value, and a line {@code ---} is between two. A key that starts with {@code label:} is a label's.
 */
public final class AnnotationsFuzzer {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What annotations may speak of: probes, named ports, auxiliary ones, nothing at all, and a mesh. */
    private static final String REVIEW = """
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
              "uid": "1", "operation": "CREATE", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "object": {
                "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "annotations": {}, "labels": {}},
                "spec": {
                  "initContainers": [
                    {"name": "a", "restartPolicy": "Always", "ports": [{"name": "http", "containerPort": 8080}],
                     "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 5},
                     "livenessProbe": {"tcpSocket": {"port": 8080}}},
                    {"name": "b", "restartPolicy": "Always", "args": ["--listen=127.0.0.1:9000"],
                     "ports": [{"name": "metrics", "containerPort": 9090}, {"containerPort": 9000}]},
                    {"name": "c", "restartPolicy": "Always"},
                    {"name": "istio-proxy", "restartPolicy": "Always",
                     "readinessProbe": {"httpGet": {"path": "/healthz/ready", "port": 15021}}},
                    {"name": "d", "restartPolicy": "Always",
                     "ports": [{"containerPort": 7000}, {"containerPort": 7001, "protocol": "UDP"}]}],
                  "containers": [
                    {"name": "app", "ports": [{"containerPort": 80}]},
                    {"name": "linkerd-proxy"}, {"name": "kuma-sidecar"}, {"name": "consul-dataplane"}]}}}}
            """;

    private AnnotationsFuzzer() {}

    /** Takes an input; {@link AssertionError} where something that must hold does not. */
    public static void fuzzerTestOneInput(byte[] text) {
        ObjectNode review = (ObjectNode) JSON.readTree(REVIEW);
        ObjectNode metadata = (ObjectNode) review.at("/request/object/metadata");
        for (String entry : new String(text, StandardCharsets.UTF_8).split("\n---\n", -1)) {
            String[] parts = entry.split("\n", 2);
            String value = parts.length == 1 ? "" : parts[1];
            if (parts[0].startsWith("label:")) {
                ((ObjectNode) metadata.path("labels")).put(parts[0].substring("label:".length()), value);
            } else {
                ((ObjectNode) metadata.path("annotations")).put(parts[0], value);
            }
        }
        AdmissionInvariants.hold(JSON.writeValueAsBytes(review));
    }
}
