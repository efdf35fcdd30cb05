package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keys and values in flow style, in the style of the mapping that they are added to. */
final class FlowText {
    private final FlowStyle style;
    private final String lineBreak;

    FlowText(FlowStyle style, String lineBreak) {
        this.style = style;
        this.lineBreak = lineBreak;
    }

    /** The entries, each with its key. */
    List<String> entries(ObjectNode values) {
        Optional<String> indent =
                style.lines().filter(FlowStyle.OwnLines::nested).map(FlowStyle.OwnLines::indent);
        List<String> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            entries.add(scalar(entry.getKey()) + style.colon() + value(entry.getValue(), indent));
        }
        return entries;
    }

    /** A value alone, on one line. */
    String value(JsonNode value) {
        return value(value, Optional.empty());
    }

    private String value(JsonNode value, Optional<String> indent) {
        if (value instanceof ObjectNode object) {
            return collection("{", "}", new ArrayList<>(object.properties()), indent, this::entry);
        }
        if (value.isArray()) {
            return collection("[", "]", new ArrayList<>(value.values()), indent, this::value);
        }
        return value.isString() ? scalar(value.stringValue()) : other(value);
    }

    private String entry(Map.Entry<String, JsonNode> entry, Optional<String> indent) {
        return scalar(entry.getKey()) + style.colon() + value(entry.getValue(), indent);
    }

    private <T> String collection(
            String open,
            String close,
            List<T> parts,
            Optional<String> indent,
            BiFunction<T, Optional<String>, String> render) {
        if (parts.isEmpty()) {
            return open + close;
        }
        String unit = style.lines().map(FlowStyle.OwnLines::unit).orElse("");
        Optional<String> inner = indent.map(outer -> outer + unit);
        List<String> texts =
                parts.stream().map(part -> render.apply(part, inner)).toList();
        if (inner.isEmpty()) {
            return open + style.pad() + String.join(style.comma(), texts) + style.pad() + close;
        }
        String start = lineBreak + inner.get();
        return open + start + String.join("," + start, texts) + lineBreak + indent.orElse("") + close;
    }

    private String scalar(String text) {
        if (style.json()) {
            return JsonWriter.onOneLine(JsonNodeFactory.instance.stringNode(text));
        }
        return style.quoted() ? ScalarText.doubleQuoted(text) : ScalarText.flow(text);
    }

    private String other(JsonNode value) {
        return style.json() ? JsonWriter.onOneLine(value) : ScalarText.unquoted(value);
    }
}
