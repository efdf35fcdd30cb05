package io.sidecarfirst.cli.version;

import tools.jackson.databind.JsonNode;

/**
 * What one Deployment of the chart runs.
 *
 * @param name of the Deployment
 * @param image of its replicas
 */
record ServerVersion(String namespace, String name, String image) {
    private static final String CONTAINER = "sidecar-first";

    static ServerVersion of(JsonNode deployment) {
        String image = "";
        for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
            if (container.path("name").asString("").equals(CONTAINER)) {
                image = container.path("image").asString("");
            }
        }
        return new ServerVersion(
                deployment.at("/metadata/namespace").asString(""),
                deployment.at("/metadata/name").asString(""),
                image);
    }

    /** The image's tag; empty where it has none, as by digest alone. */
    String tag() {
        String name = image.replaceFirst("@.*", "");
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(colon + 1) : "";
    }

    /** Whether the tag is another version than that; not where it is none. */
    boolean isOtherThan(String version) {
        return tag().matches("v?\\d+\\.\\d+\\.\\d+.*")
                && !tag().replaceFirst("^v", "").equals(version);
    }
}
