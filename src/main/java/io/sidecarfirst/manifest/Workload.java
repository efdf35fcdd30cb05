package io.sidecarfirst.manifest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Pod, or a Pod template of an object. An object with several templates is several workloads.
 *
 * @param object the Pod itself, or what makes Pods
 * @param pod the Pod or the template: an object with {@code spec} and perhaps {@code metadata}
 * @param at where in its document that is
 */
public record Workload(KubernetesObject object, ObjectNode pod, JsonPointer at) {

    /** As in the file. */
    public String kind() {
        return object.kind();
    }

    /** {@code metadata.name}, or {@code metadata.generateName} and a {@code *}, or {@code (no name)}. */
    public String name() {
        return object.name();
    }

    /** Null where the file names none. */
    public @Nullable String namespace() {
        return object.namespace();
    }

    /** As kubectl names it: {@code deployment/web}; with the path of its template, where a kind may have several. */
    public String describe() {
        String path = path();
        return kind().toLowerCase(Locale.ROOT) + "/" + name() + (PodPlaces.isUsual(object, at) ? "" : ", " + path);
    }

    /** Where in the object its Pod template is; empty for a Pod. */
    public JsonPointer template() {
        return object.within(at);
    }

    /** The way from the object to its Pod, such as {@code spec.template}; empty for a Pod. */
    public String path() {
        return object.pathOf(at);
    }
}
