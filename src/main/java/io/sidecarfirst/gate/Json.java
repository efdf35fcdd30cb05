package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How this package reads JSON that nobody has validated: null means absent, and so does a value of the wrong type. */
final class Json {
    private Json() {}

    /** Whether a value is there; an explicit null is not, as in every Kubernetes object. */
    static boolean present(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }

    static List<JsonNode> list(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return List.of();
        }
        List<JsonNode> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            items.add(item);
        }
        return items;
    }

    static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    /** The texts of an array; other items are left out. */
    static List<String> texts(JsonNode node) {
        if (!node.isArray() || node.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(node.size());
        for (JsonNode item : node) {
            if (item.isString()) {
                texts.add(item.stringValue());
            }
        }
        return texts;
    }

    /** A positive 32-bit number, else the default: Kubernetes' own defaulting treats 0 as unset. */
    static int positive(JsonNode node, int defaultValue) {
        boolean positive = node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0;
        return positive ? node.intValue() : defaultValue;
    }
}
