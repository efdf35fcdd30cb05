package io.sidecarfirst.admission;

import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** AdmissionReviews as an API server writes them. */
public final class Reviews {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Reviews() {}

    /** A Pod with one sidecar that will be gated. */
    public static ObjectNode pod() {
        return (ObjectNode) JSON.readTree("""
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default"},
                 "spec": {
                   "initContainers": [{"name": "proxy", "image": "proxy", "restartPolicy": "Always",
                     "ports": [{"containerPort": 8080, "protocol": "TCP"}],
                     "env": [{"name": "PASSWORD", "value": "hunter2-SECRET"}]}],
                   "containers": [{"name": "main", "image": "main"}]}}
                """);
    }

    /** A Pod of more than a megabyte, with a dozen sidecars that will be gated. */
    public static ObjectNode megabytePod() {
        ObjectNode pod = pod();
        ArrayNode sidecars = (ArrayNode) pod.at("/spec/initContainers");
        for (int i = 0; i < 12; i++) {
            ObjectNode sidecar = (ObjectNode) sidecars.get(0).deepCopy();
            sidecar.put("name", "proxy-" + i);
            ((ObjectNode) sidecar.at("/ports/0")).put("containerPort", 9000 + i);
            ArrayNode environment = sidecar.putArray("env");
            for (int j = 0; j < 1000; j++) {
                environment
                        .addObject()
                        .put("name", "SETTING_" + j)
                        .put("value", "a value of some length, for the setting with the number " + j);
            }
            sidecars.add(sidecar);
        }
        if (bytes(pod).length < 1 << 20) {
            throw new AssertionError("too small");
        }
        return pod;
    }

    /** The review of such a Pod's creation. */
    public static ObjectNode good() {
        return creating(pod());
    }

    /** The review of this Pod's creation, {@code managedFields} and all. */
    public static ObjectNode creating(ObjectNode pod) {
        ObjectNode object = pod.deepCopy();
        if (object.path("metadata") instanceof ObjectNode metadata) {
            ObjectNode entry = metadata.putArray("managedFields").addObject();
            entry.put("manager", "kubectl-client-side-apply").put("operation", "Update");
            entry.put("apiVersion", "v1").put("fieldsType", "FieldsV1");
            entry.putObject("fieldsV1").putObject("f:spec").putObject("f:containers");
        }
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
        ObjectNode request = review.putObject("request");
        request.put("uid", UUID.randomUUID().toString());
        kind(request.putObject("kind"));
        resource(request.putObject("resource"));
        kind(request.putObject("requestKind"));
        resource(request.putObject("requestResource"));
        request.put("namespace", "default").put("operation", "CREATE");
        ObjectNode user = request.putObject("userInfo").put("username", "system:serviceaccount:kube-system:rs");
        user.putArray("groups").add("system:serviceaccounts").add("system:authenticated");
        user.putObject("extra")
                .putArray("authentication.kubernetes.io/credential-id")
                .add("JTI=1");
        request.set("object", object);
        request.putNull("oldObject").put("dryRun", false);
        request.putObject("options").put("kind", "CreateOptions").put("apiVersion", "meta.k8s.io/v1");
        return review;
    }

    private static void kind(ObjectNode node) {
        node.put("group", "").put("version", "v1").put("kind", "Pod");
    }

    private static void resource(ObjectNode node) {
        node.put("group", "").put("version", "v1").put("resource", "pods");
    }

    /** The uid that the answer to this review must repeat. */
    public static String uid(JsonNode review) {
        return review.path("request").path("uid").stringValue();
    }

    public static byte[] bytes(JsonNode review) {
        return JSON.writeValueAsBytes(review);
    }
}
