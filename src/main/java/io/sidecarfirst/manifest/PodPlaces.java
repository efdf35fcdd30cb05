package io.sidecarfirst.manifest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Where a Pod that will be as it is written can stand. Kubernetes' own kinds are known by kind and API group, whatever
 * the version, and have it at one place. In another kind it is a Pod template by its shape, {@code metadata} and {@code
 * spec}, at a key that says so, however deep: {@code template}, or {@code leaderTemplate} and {@code workerTemplate} of
 * a LeaderWorkerSet. A {@code podTemplate} does not count: to most operators that have one it is what to change of a
 * Pod of theirs.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/">Kubernetes: workloads</a>
 * @see <a href="https://github.com/kubernetes-sigs/jobset/blob/main/api/jobset/v1alpha2/jobset_types.go">JobSet</a>
 * @see <a href="https://github.com/kubernetes-sigs/lws/blob/main/api/leaderworkerset/v1/leaderworkerset_types.go">
 *     LeaderWorkerSet</a>
 */
final class PodPlaces {
    private static final JsonPointer SPEC_TEMPLATE = JsonPointer.compile("/spec/template");

    private static final Map<String, Place> BUILT_IN = Map.of(
            "Pod", new Place(Set.of(""), JsonPointer.empty()),
            "PodTemplate", new Place(Set.of(""), JsonPointer.compile("/template")),
            "ReplicationController", new Place(Set.of(""), SPEC_TEMPLATE),
            "Deployment", new Place(Set.of("apps", "extensions"), SPEC_TEMPLATE),
            "StatefulSet", new Place(Set.of("apps"), SPEC_TEMPLATE),
            "DaemonSet", new Place(Set.of("apps", "extensions"), SPEC_TEMPLATE),
            "ReplicaSet", new Place(Set.of("apps", "extensions"), SPEC_TEMPLATE),
            "Job", new Place(Set.of("batch", "extensions"), SPEC_TEMPLATE),
            "CronJob", new Place(Set.of("batch"), JsonPointer.compile("/spec/jobTemplate/spec/template")));

    private static final Set<String> TEMPLATE_KEYS = Set.of("template", "leaderTemplate", "workerTemplate");
    private static final Set<String> TEMPLATE_FIELDS = Set.of("metadata", "spec");

    /** Where a kind of these API groups has its Pod. */
    private record Place(Set<String> groups, JsonPointer at) {}

    private PodPlaces() {}

    /** Where in an object of one of Kubernetes' own kinds its Pod is. */
    static Optional<JsonPointer> of(KubernetesObject object) {
        Place place = BUILT_IN.get(object.kind());
        return place != null && object.isNamedByKind() && place.groups().contains(object.group())
                ? Optional.of(place.at())
                : Optional.empty();
    }

    /** Whether an object's kind has its one Pod at this place of the document, or this is where most kinds have it. */
    static boolean isUsual(KubernetesObject object, JsonPointer at) {
        return at.equals(object.at().append(of(object).orElse(SPEC_TEMPLATE)));
    }

    /** Whether a value at this key of some other kind is a Pod template by its shape. */
    static boolean isTemplate(String key, JsonNode value) {
        return TEMPLATE_KEYS.contains(key)
                && value.path("spec").isObject()
                && TEMPLATE_FIELDS.containsAll(value.propertyNames())
                && hasMain(value.path("spec"), true);
    }

    /**
     * Whether all of a Pod's containers can be there. An API server refuses a Pod without a main container, and one
     * with a container without an image. So what lacks them is a piece, such as a patch of kustomize, to be merged with
     * more; and what that says against a gate cannot be seen.
     *
     * @param image whether the mains have to have their images. Nobody patches bare Pods, and an example of one may
     *     leave them out
     */
    static boolean hasMain(JsonNode spec, boolean image) {
        boolean any = false;
        for (JsonNode container : spec.path("containers")) {
            if (!container.isObject()
                    || isPatch(container)
                    || (image && container.path("image").asString("").isBlank())) {
                return false;
            }
            any = true;
        }
        return any
                && !isPatch(spec)
                && spec.path("initContainers").valueStream().noneMatch(PodPlaces::isPatch);
    }

    /**
     * Whether something is a strategic merge patch by its directives: {@code $patch}, {@code $retainKeys}, {@code
     * $setElementOrder/containers}, {@code $deleteFromPrimitiveList/args}.
     *
     * @see <a
     *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">
     *     Strategic merge patch</a>
     */
    private static boolean isPatch(JsonNode node) {
        return node.propertyNames().stream().anyMatch(name -> name.startsWith("$"));
    }
}
