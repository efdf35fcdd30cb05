package io.sidecarfirst.observed;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The object that controls another one.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/">Owners and
 *     dependents</a>
 */
public record Owner(String kind, String name) {

    /** The controlling owner that an object's metadata names. */
    public static Optional<Owner> of(JsonNode object) {
        for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
            if (reference.path("controller").asBoolean(false)) {
                return Optional.of(new Owner(
                        reference.path("kind").asString(""),
                        reference.path("name").asString("")));
            }
        }
        return Optional.empty();
    }
}
