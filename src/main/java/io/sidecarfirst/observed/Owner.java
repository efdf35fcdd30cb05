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

    /**
     * For where a ReplicaSet may not be read: that of a Deployment has the Deployment's name, and the hash in the
     * labels of its Pods. Empty for other owners.
     *
     * @param pod one of its Pods
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label">The
     *     label</a>
     */
    public Optional<Owner> deployment(JsonNode pod) {
        String hash =
                pod.path("metadata").path("labels").path("pod-template-hash").asString("");
        String end = "-" + hash;
        return kind.equals("ReplicaSet") && !hash.isEmpty() && name.endsWith(end)
                ? Optional.of(new Owner("Deployment", name.substring(0, name.length() - end.length())))
                : Optional.empty();
    }

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
