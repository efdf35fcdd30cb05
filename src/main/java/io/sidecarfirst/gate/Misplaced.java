package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * This project's labels and annotations on an object that makes Pods, instead of on its Pod template. They have no
 * effect there: only Pods are decided on, and they get the metadata of the template.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/#pod-templates">Pod templates</a>
 */
public final class Misplaced {
    private Misplaced() {}

    /**
     * A warning for each key that stands above the template and not in it.
     *
     * @param object all of the object
     * @param template where in it the Pod template is; empty for a Pod, which has nothing above it
     */
    public static List<Warning> in(JsonNode object, JsonPointer template) {
        List<Warning> warnings = new ArrayList<>();
        JsonNode right = object.at(template).path("metadata");
        for (JsonPointer above = template; !above.matches(); ) {
            above = above.head();
            JsonNode wrong = object.at(above).path("metadata");
            collect("label", "labels", wrong, right, place(above), place(template), warnings);
            collect("annotation", "annotations", wrong, right, place(above), place(template), warnings);
        }
        return warnings;
    }

    private static void collect(
            String what,
            String field,
            JsonNode wrong,
            JsonNode right,
            String wrongPlace,
            String rightPlace,
            List<Warning> into) {
        for (String key : wrong.path(field).propertyNames()) {
            if (isOurs(what, key) && !right.path(field).has(key)) {
                into.add(Warning.ignored(
                        what,
                        key,
                        " has no effect at " + wrongPlace + "metadata." + field + ": Pods are made from " + rightPlace
                                + "metadata." + field));
            }
        }
    }

    private static boolean isOurs(String what, String key) {
        return what.equals("label") ? key.equals(WellKnown.INJECTION_LABEL) : Annotations.isOurs(key);
    }

    /** As a person writes it, with a point at the end. */
    private static String place(JsonPointer at) {
        StringBuilder place = new StringBuilder();
        for (JsonPointer step = at; !step.matches(); step = step.tail()) {
            if (step.getMatchingIndex() < 0) {
                place.append(step.getMatchingProperty()).append('.');
            } else {
                // Of a list: the index belongs to the name before.
                place.setLength(Math.max(0, place.length() - 1));
                place.append('[').append(step.getMatchingIndex()).append("].");
            }
        }
        return place.toString();
    }
}
