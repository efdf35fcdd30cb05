package io.sidecarfirst.cli.version;

import io.sidecarfirst.gate.ImageReference;
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

    /** Whether the image's tag is another version than that; not where it is none. */
    boolean isOtherThan(String version) {
        return ImageReference.tag(image)
                .filter(tag -> tag.matches("v?\\d+\\.\\d+\\.\\d+.*"))
                .filter(tag -> !tag.replaceFirst("^v", "").equals(version))
                .isPresent();
    }
}
