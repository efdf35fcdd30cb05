package io.sidecarfirst.manifest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object that is a Pod or makes Pods from a template.
 *
 * @param kind as in the file
 * @param name {@code metadata.name}, or {@code metadata.generateName} and a {@code *}, or {@code (no name)}
 * @param namespace null where the file names none
 * @param pod the Pod or the template: an object with {@code spec} and perhaps {@code metadata}
 * @param at where in its document that is
 */
public record Workload(String kind, String name, @Nullable String namespace, ObjectNode pod, JsonPointer at) {

    /** As kubectl names it: {@code deployment/web}. */
    public String describe() {
        return kind.toLowerCase(Locale.ROOT) + "/" + name;
    }

    /** Where in its document the object itself is: the item of a list, or the whole document. */
    public JsonPointer object() {
        JsonPointer object = at;
        while (!object.matches() && object.last().getMatchingIndex() < 0) {
            object = object.head();
        }
        return object;
    }
}
