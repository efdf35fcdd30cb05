package io.sidecarfirst.cli.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** AdmissionReviews as an API server sends them for the creation of a Pod. */
public final class ExampleReview {
    private ExampleReview() {}

    /** The example: an application that must not start before its proxy answers. */
    public static ObjectNode pod() {
        return pod("example-pod.json");
    }

    /** A Pod that Pod Security admits in every namespace, for a dry run. */
    public static ObjectNode restrictedPod() {
        return pod("check-pod.json");
    }

    /** JSON, so that a server which answers the example before its first request need not load a YAML parser. */
    private static ObjectNode pod(String name) {
        try (InputStream in = ExampleReview.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return (ObjectNode) JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The review for that Pod, with a uid of its own. */
    public static byte[] of(ObjectNode pod) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        ObjectNode request = review.putObject("request");
        request.put("uid", UUID.randomUUID().toString());
        request.putObject("kind").put("group", "").put("version", "v1").put("kind", "Pod");
        request.putObject("resource").put("group", "").put("version", "v1").put("resource", "pods");
        request.put("namespace", pod.path("metadata").path("namespace").asString("default"));
        request.put("operation", "CREATE").put("dryRun", true);
        request.set("object", pod);
        return JsonMapper.shared().writeValueAsBytes(review);
    }
}
