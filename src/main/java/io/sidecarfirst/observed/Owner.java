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

    /**
     * The Deployment that a ReplicaSet belongs to, where the ReplicaSet may not be read: the ReplicaSet has its name,
     * and the hash that is in the labels of its Pods.
     *
     * @param pod one of its Pods
     * @see <a
     *     href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label">Pod-template-hash
     *     label</a>
     */
    public static Optional<String> deployment(String replicaSet, JsonNode pod) {
        String hash =
                pod.path("metadata").path("labels").path("pod-template-hash").asString("");
        return !hash.isEmpty() && replicaSet.endsWith("-" + hash) && replicaSet.length() > hash.length() + 1
                ? Optional.of(replicaSet.substring(0, replicaSet.length() - hash.length() - 1))
                : Optional.empty();
    }
}
