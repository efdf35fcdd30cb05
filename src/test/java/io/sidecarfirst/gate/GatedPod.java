package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Pod with a patch applied, and what a patch may change in it: it adds startupProbes to init containers that have
 * none, or the gate container, whose arguments it may set later, and writes the status and the label.
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
            JsonPointer last = path.last();
            if (copy.at(path.head()) instanceof ArrayNode list) {
                int index = last.getMatchingProperty().equals("-") ? list.size() : last.getMatchingIndex();
                assertThat(index).as(add.path()).isBetween(0, list.size());
                list.insert(index, add.value().deepCopy());
            } else {
                ((ObjectNode) copy.at(path.head()))
                        .set(last.getMatchingProperty(), add.value().deepCopy());
            }
        }
        return copy;
    }

    /** The paths at which something else has changed. */
    public static List<String> otherChanges(JsonNode before, JsonNode after) {
        List<String> others = new ArrayList<>();
        collect(before, withoutAddedContainer(before, after), JsonPointer.empty(), others);
        return others;
    }

    /** The Pod after a patch, without the gate container that the patch has added, if it has. */
    public static JsonNode withoutAddedContainer(JsonNode before, JsonNode after) {
        Optional<GateContainer> gate = GateContainer.in(Pod.of(after));
        if (gate.isEmpty() || GateContainer.in(Pod.of(before)).isPresent()) {
            return after;
        }
        JsonNode without = after.deepCopy();
        ((ArrayNode) without.path("spec").path("initContainers"))
                .remove(gate.get().index());
        return without;
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
            // An earlier gate container is told anew what to ask.
            boolean isGate = before.path("name").asString("").equals(GateContainer.NAME);
            names.stream()
                    .filter(name -> !(isGate && name.equals("args")))
                    .forEach(name -> collect(before.path(name), after.path(name), at.appendProperty(name), others));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                collect(before.get(i), after.get(i), at.appendIndex(i), others);
            }
        } else {
            others.add(at.toString());
        }
    }
}
