package io.sidecarfirst.manifest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A tree as Kubernetes takes it: null, and a map or a list with nothing in it, are as if they were not there. */
public final class WithoutEmpty {
    private WithoutEmpty() {}

    public static JsonNode of(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            ObjectNode rest = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> {
                JsonNode value = of(member.getValue());
                if (!isEmpty(value)) {
                    rest.set(member.getKey(), value);
                }
            });
            return rest;
        }
        if (tree instanceof ArrayNode list) {
            ArrayNode rest = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> rest.add(of(item)));
            return rest;
        }
        return tree;
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || (value.isContainer() && value.isEmpty());
    }
}
