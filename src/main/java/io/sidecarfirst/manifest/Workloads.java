package io.sidecarfirst.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
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

    private static final Map<String, Template> BUILT_IN = Map.of(
            "Pod", new Template(Set.of(""), JsonPointer.empty()),
            "PodTemplate", new Template(Set.of(""), JsonPointer.compile("/template")),
            "ReplicationController", new Template(Set.of(""), SPEC_TEMPLATE),
            "Deployment", new Template(Set.of("apps", "extensions"), SPEC_TEMPLATE),
            "StatefulSet", new Template(Set.of("apps"), SPEC_TEMPLATE),
            "DaemonSet", new Template(Set.of("apps", "extensions"), SPEC_TEMPLATE),
            "ReplicaSet", new Template(Set.of("apps", "extensions"), SPEC_TEMPLATE),
            "Job", new Template(Set.of("batch", "extensions"), SPEC_TEMPLATE),
            "CronJob", new Template(Set.of("batch"), JsonPointer.compile("/spec/jobTemplate/spec/template")));

    /** Where a kind of these API groups has its Pod template. */
    private record Template(Set<String> groups, JsonPointer at) {}

    private Workloads() {}

    /** The workloads of a document, in its order. Things that are no Kubernetes objects have none. */
    public static List<Workload> in(JsonNode document) {
        return KubernetesObject.in(document).stream()
                .filter(object ->
                        !object.kind().isEmpty() && !object.apiVersion().isEmpty())
                .flatMap(object -> workload(object).stream())
                .toList();
    }

    private static Optional<Workload> workload(KubernetesObject object) {
        JsonNode metadata = object.tree().path("metadata");
        return template(object)
                .filter(place -> object.tree().at(place) instanceof ObjectNode pod
                        && pod.path("spec").isObject())
                .map(place -> new Workload(
                        object.kind(),
                        name(metadata),
                        text(metadata.path("namespace")).orElse(null),
                        (ObjectNode) object.tree().at(place),
                        object.at().append(place)));
    }

    /** Where in an object its Pod or Pod template is. */
    private static Optional<JsonPointer> template(KubernetesObject object) {
        Template builtIn = BUILT_IN.get(object.kind());
        String version = object.apiVersion();
        String group = version.substring(0, Math.max(0, version.indexOf('/')));
        if (builtIn != null && builtIn.groups().contains(group)) {
            return Optional.of(builtIn.at());
        }
        return object.tree().at(SPEC_TEMPLATE).path("spec").path("containers").isArray()
                ? Optional.of(SPEC_TEMPLATE)
                : Optional.empty();
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
