package io.sidecarfirst.admission;

import tools.jackson.databind.JsonNode;

/**
 * The request of an AdmissionReview.
 *
 * @param node its JSON, without the parts that no decision reads
 */
public record Request(JsonNode node) {

    /** What the answer must repeat. */
    public String uid() {
        return text("uid");
    }

    /** The namespace that the Pod is created in. */
    public String namespace() {
        return text("namespace");
    }

    /** The Pod's name, or its {@code generateName} with an asterisk where the API server will complete it. */
    public String podName() {
        JsonNode metadata = object().path("metadata");
        String name = metadata.path("name").asString("");
        return name.isEmpty() ? metadata.path("generateName").asString("") + "*" : name;
    }

    /** Whether nothing will be stored. */
    public boolean dryRun() {
        return node.path("dryRun").asBoolean(false);
    }

    JsonNode object() {
        return node.path("object");
    }

    /** Whether it asks about the creation of a Pod, and has the Pod. */
    boolean isPodCreation() {
        JsonNode kind = node.path("kind");
        return text("operation").equals("CREATE")
                && kind.path("kind").asString("").equals("Pod")
                && kind.path("version").asString("").equals("v1")
                && kind.path("group").asString("").isEmpty()
                && text("subResource").isEmpty()
                && object().isObject();
    }

    private String text(String field) {
        return node.path(field).asString("");
    }
}
