package io.sidecarfirst.fuzz;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Changes of a JSON tree: wrong types, huge numbers, odd names, missing fields, values from elsewhere in the tree. */
public final class OddShapes {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> STRINGS = List.of(
            "",
            "Always",
            "proxy",
            "http",
            "65536",
            "-1",
            "127.0.0.1:8080",
            "a/b~c",
            "\n\u0000\u2028",
            "\ud83d\ude00",
            "x".repeat(3000),
            "sidecar-first.io/status",
            "{\"proxy\":{\"gated\":[]}}",
            "[".repeat(300),
            "$(A)$(B)",
            "--listen",
            "'\"\\`");

    private static final List<Long> NUMBERS = List.of(
            0L,
            -1L,
            80L,
            65_535L,
            65_536L,
            (long) Integer.MAX_VALUE,
            1L << 31,
            (long) Integer.MIN_VALUE,
            Long.MAX_VALUE);

    private OddShapes() {}

    /** Makes one change somewhere below this node. */
    public static void change(JsonNode root, Choices choices) {
        List<JsonNode> parents = parents(root);
        if (parents.isEmpty()) {
            return;
        }
        JsonNode parent = choices.of(parents);
        if (parent instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.isEmpty() || choices.oneIn(8) ? choices.of(STRINGS) : choices.of(names);
            if (choices.oneIn(3)) {
                object.remove(name);
            } else {
                object.set(name, value(parents, choices));
            }
        } else if (parent instanceof ArrayNode array) {
            int index = choices.below(array.size() + 1);
            if (index < array.size() && choices.oneIn(2)) {
                array.remove(index);
            } else {
                array.insert(index, value(parents, choices));
            }
        }
    }

    private static List<JsonNode> parents(JsonNode root) {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        return parents;
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainer()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private static JsonNode value(List<JsonNode> parents, Choices choices) {
        return switch (choices.below(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(choices.oneIn(2));
            case 2 -> NODES.numberNode(choices.below(70_000) - 2);
            case 3 -> choices.oneIn(6) ? NODES.numberNode(1e300) : NODES.numberNode(choices.of(NUMBERS));
            case 4 -> NODES.objectNode();
            case 5 -> NODES.arrayNode();
            case 6 -> nested(choices);
            case 7 -> elsewhere(parents, choices);
            default -> NODES.stringNode(choices.of(STRINGS));
        };
    }

    private static JsonNode nested(Choices choices) {
        JsonNode node = NODES.stringNode(choices.of(STRINGS));
        for (int i = choices.below(40); i > 0; i--) {
            node = choices.oneIn(2)
                    ? NODES.arrayNode().add(node)
                    : NODES.objectNode().set(choices.of(STRINGS), node);
        }
        return node;
    }

    private static JsonNode elsewhere(List<JsonNode> parents, Choices choices) {
        JsonNode node = choices.of(parents);
        return node.toString().length() > 20_000 ? NODES.nullNode() : node.deepCopy();
    }
}
