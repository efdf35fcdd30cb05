package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Pod with a patch applied, and what a patch may change in it: it adds startupProbes to init containers that have
 * none, and writes the status and the label.
 */
public final class GatedPod {
    private static final String GATE = "/spec/initContainers/\\d+/startupProbe";
    private static final JsonPointer METADATA = JsonPointer.compile("/metadata");
    private static final JsonPointer ANNOTATIONS = JsonPointer.compile("/metadata/annotations");
    private static final JsonPointer STATUS = ANNOTATIONS.appendProperty(Status.ANNOTATION);
    private static final JsonPointer LABELS = JsonPointer.compile("/metadata/labels");
    private static final JsonPointer LABEL = LABELS.appendProperty(WellKnown.GATED_LABEL);

    private GatedPod() {}

    /** A copy of the Pod with the patch applied; the Pod that was given stays as it is. */
    public static ObjectNode of(ObjectNode pod, Patch patch) {
        ObjectNode copy = pod.deepCopy();
        for (Patch.Add add : patch.operations()) {
            JsonPointer path = JsonPointer.compile(add.path());
            ((ObjectNode) copy.at(path.head()))
                    .set(path.last().getMatchingProperty(), add.value().deepCopy());
        }
        return copy;
    }

    /** The paths at which something else has changed. */
    public static List<String> otherChanges(JsonNode before, JsonNode after) {
        List<String> others = new ArrayList<>();
        collect(before, after, JsonPointer.empty(), others);
        return others;
    }

    private static void collect(JsonNode before, JsonNode after, JsonPointer at, List<String> others) {
        if (before.equals(after) || at.equals(STATUS) || at.equals(LABEL)) {
            return;
        }
        boolean absent = before.isMissingNode() || before.isNull();
        if (absent && at.toString().matches(GATE)) {
            return;
        }
        boolean made = absent && (at.equals(METADATA) || at.equals(ANNOTATIONS) || at.equals(LABELS));
        if (after.isObject() && (before.isObject() || made)) {
            Set<String> names = new LinkedHashSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            names.forEach(name -> collect(before.path(name), after.path(name), at.appendProperty(name), others));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                collect(before.get(i), after.get(i), at.appendIndex(i), others);
            }
        } else {
            others.add(at.toString());
        }
    }
}
