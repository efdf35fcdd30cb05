package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the Pods and Pod templates of a document. Kubernetes' own kinds are known by kind and API group, whatever the
 * version. Another kind counts where {@code spec.template} is shaped like a Pod template, as in an Argo Rollout or a
 * Knative Service.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/">Kubernetes: workloads</a>
 */
public final class Workloads {
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

    /** Where a kind of these API groups has its Pod template. */
    private record Place(Set<String> groups, JsonPointer pod) {}

    private final List<Workload> found = new ArrayList<>();

    private Workloads() {}

    /** The workloads of a document, in its order. Things that are no Kubernetes objects have none. */
    public static List<Workload> in(JsonNode root) {
        Workloads workloads = new Workloads();
        workloads.visit(root, JsonPointer.empty(), "", "");
        return List.copyOf(workloads.found);
    }

    private void visit(JsonNode node, JsonPointer at, String listKind, String listVersion) {
        String kind = text(node.path("kind")).orElse("");
        String version = text(node.path("apiVersion")).orElse("");
        if (kind.isEmpty() && version.isEmpty()) {
            // The items of a PodList as an API server sends it name neither; kubectl takes them from the list.
            kind = listKind;
            version = listVersion;
        }
        if (!(node instanceof ObjectNode object) || kind.isEmpty() || version.isEmpty()) {
            return;
        }
        if (kind.endsWith("List") && object.path("items") instanceof ArrayNode items) {
            String itemKind = kind.substring(0, kind.length() - "List".length());
            for (int i = 0; i < items.size(); i++) {
                visit(items.get(i), at.appendProperty("items").appendIndex(i), itemKind, version);
            }
            return;
        }
        String name = kind;
        place(object, kind, version).ifPresent(place -> add(object, name, at, place));
    }

    private void add(ObjectNode object, String kind, JsonPointer at, JsonPointer place) {
        if (object.at(place) instanceof ObjectNode pod && pod.path("spec").isObject()) {
            JsonNode metadata = object.path("metadata");
            found.add(new Workload(kind, name(metadata), text(metadata.path("namespace")), pod, at.append(place)));
        }
    }

    private static Optional<JsonPointer> place(ObjectNode object, String kind, String version) {
        Place place = BUILT_IN.get(kind);
        String group = version.substring(0, Math.max(0, version.indexOf('/')));
        if (place != null && place.groups().contains(group)) {
            return Optional.of(place.pod());
        }
        boolean template =
                object.at(SPEC_TEMPLATE).path("spec").path("containers").isArray();
        return template ? Optional.of(SPEC_TEMPLATE) : Optional.empty();
    }

    private static String name(JsonNode metadata) {
        return text(metadata.path("name"))
                .or(() -> text(metadata.path("generateName")).map(prefix -> prefix + "*"))
                .orElse("(no name)");
    }

    private static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull()
                ? Optional.of(node.asString()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
