package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan as JSON Patch: {@code add} only, in a stable order, and nothing when made for a Pod that it was applied to.
 *
 * <p>Never a {@code test}: a patch that fails to apply is a 500 for the user even where the webhook's failures are
 * ignored. For the same reason every missing parent is added.
 *
 * @param operations in the order in which they apply
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
public record Patch(List<Add> operations) {

    /** Sets a member of an object that exists by then, or puts an item before another one of a list. */
    public record Add(String path, JsonNode value) {}

    public Patch {
        operations = List.copyOf(operations);
    }

    /** The operations that carry out the plan on its Pod. */
    public static Patch of(Plan plan, Pod pod) {
        return of(plan, pod, Status.of(plan, pod));
    }

    /** The same, with the status that the caller has already. */
    public static Patch of(Plan plan, Pod pod, Status status) {
        List<Add> operations = new ArrayList<>();
        for (Verdict.Gated gated : plan.gates()) {
            if (gated.byProbe()) {
                operations.add(
                        new Add("/spec/initContainers/" + gated.sidecar().index() + "/startupProbe", gated.probe()));
            }
        }
        // After them: from here on, the containers behind it have another index.
        if (plan.gateContainer() != null) {
            operations.addAll(plan.gateContainer().operations(pod));
        }
        operations.addAll(mark(pod.root().path("metadata"), status.change(pod), status.label(pod)));
        return new Patch(operations);
    }

    private static List<Add> mark(JsonNode metadata, Optional<String> status, Optional<String> label) {
        if (!Json.present(metadata)) {
            ObjectNode added = JsonNodeFactory.instance.objectNode();
            status.ifPresent(value -> added.putObject("annotations").put(Status.ANNOTATION, value));
            label.ifPresent(value -> added.putObject("labels").put(WellKnown.GATED_LABEL, value));
            return added.isEmpty() ? List.of() : List.of(new Add("/metadata", added));
        }
        List<Add> operations = new ArrayList<>(2);
        status.flatMap(value -> mark(metadata, "annotations", Status.ANNOTATION, value))
                .ifPresent(operations::add);
        label.flatMap(value -> mark(metadata, "labels", WellKnown.GATED_LABEL, value))
                .ifPresent(operations::add);
        return operations;
    }

    /** Empty where the tree has no place for it; an API server would refuse that tree. */
    private static Optional<Add> mark(JsonNode metadata, String map, String key, String value) {
        JsonNode members = metadata.path(map);
        if (members.isObject()) {
            return Optional.of(new Add("/metadata/" + map + "/" + escape(key), text(value)));
        }
        return metadata.isObject() && !Json.present(members)
                ? Optional.of(new Add(
                        "/metadata/" + map,
                        JsonNodeFactory.instance.objectNode().put(key, value)))
                : Optional.empty();
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.stringNode(value);
    }

    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** The patch as JSON. */
    public ArrayNode toJson() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(operations.size());
        for (Add add : operations) {
            array.addObject().put("op", "add").put("path", add.path()).set("value", add.value());
        }
        return array;
    }
}
