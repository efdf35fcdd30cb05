package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How flow collections, {@code {a: [b]}} or JSON, are written around a place; and keys and values written in that
 * style.
 *
 * @param json whether it must be JSON
 * @param quoted whether keys and texts stand in double quotes
 * @param colon what stands between a key and its value
 * @param layout how the parts of a collection stand at that place
 */
record FlowStyle(boolean json, boolean quoted, String colon, FlowLayout layout) {

    /**
     * The style of a mapping or a list, taken from what is in it, or else from the nearest collection that it lies in.
     *
     * @param above the nodes that it lies in, the nearest last
     */
    static FlowStyle of(SourceNode collection, List<SourceNode> above, String text, boolean json) {
        Optional<SourceNode> sample = Optional.of(collection).filter(FlowLayout::isFilled);
        for (int i = above.size() - 1; i >= 0 && sample.isEmpty(); i--) {
            sample = Optional.of(above.get(i)).filter(FlowLayout::isFilled);
        }
        if (sample.isEmpty()) {
            return new FlowStyle(json, json, ": ", FlowLayout.onOneLine(text));
        }
        Optional<SourceNode.Entry> entry = lastEntry(sample.get());
        for (int i = above.size() - 1; i >= 0 && entry.isEmpty(); i--) {
            entry = lastEntry(above.get(i));
        }
        SourceNode from = sample.get();
        boolean quoted = json || entry.map(SourceNode.Entry::quoted).orElseGet(() -> isQuoted(from, text));
        String colon = quoted ? entry.map(known -> colon(known, text)).orElse(": ") : ": ";
        FlowLayout layout = FlowLayout.of(from, above, colon, text);
        if (from != collection) {
            layout = layout.inside(text.charAt(collection.end() - 2) == ' ' ? " " : layout.pad());
        }
        return new FlowStyle(json, quoted, colon, layout);
    }

    /** The last entry of a mapping, or of the last mapping in a list. */
    private static Optional<SourceNode.Entry> lastEntry(SourceNode node) {
        if (node instanceof SourceNode.Mapping mapping && mapping.flow()) {
            return mapping.entries().isEmpty() ? Optional.empty() : Optional.of(mapping.last());
        }
        return node instanceof SourceNode.Sequence list && list.flow()
                ? list.items().stream()
                        .flatMap(item -> lastEntry(item).stream())
                        .reduce((earlier, later) -> later)
                : Optional.empty();
    }

    private static boolean isQuoted(SourceNode node, String text) {
        return node instanceof SourceNode.Sequence list
                && list.items().stream().allMatch(item -> text.startsWith("\"", item.start()));
    }

    private static String colon(SourceNode.Entry entry, String text) {
        String between = text.substring(
                Math.min(entry.keyEnd(), entry.value().start()), entry.value().start());
        return between.strip().equals(":") && between.indexOf('\n') < 0 ? between : ": ";
    }

    /** Entries as text, each with its key. */
    List<String> entries(ObjectNode values) {
        return values.properties().stream()
                .map(entry -> entry(entry, nestedIndent()))
                .toList();
    }

    /** Items as text. */
    List<String> items(List<JsonNode> values) {
        return values.stream().map(value -> value(value, nestedIndent())).toList();
    }

    private @Nullable String nestedIndent() {
        FlowLayout.OwnLines lines = layout.lines();
        return lines != null && lines.nested() ? lines.indent() : null;
    }

    /** A value alone, on one line. */
    String value(JsonNode value) {
        return value(value, null);
    }

    /** A value laid out as the mapping is that this style was taken from. */
    String alike(SourceNode.Mapping sample, JsonNode value, String text) {
        FlowLayout.OwnLines lines = layout.lines();
        return lines != null
                        && !FlowLayout.hugs(sample, text)
                        && value instanceof ObjectNode object
                        && !object.isEmpty()
                ? onOwnLines("{", "}", entries(object), lines.indent(), lines.outer())
                : value(value);
    }

    /** @param indent of the line that the value starts on; null for a value on one line */
    private String value(JsonNode value, @Nullable String indent) {
        if (value instanceof ObjectNode object) {
            return collection("{", "}", new ArrayList<>(object.properties()), indent, this::entry);
        }
        if (value.isArray()) {
            return collection("[", "]", new ArrayList<>(value.values()), indent, this::value);
        }
        return value.isString() ? scalar(value.stringValue()) : other(value);
    }

    private String entry(Map.Entry<String, JsonNode> entry, @Nullable String indent) {
        return scalar(entry.getKey()) + colon + value(entry.getValue(), indent);
    }

    private <T> String collection(
            String open,
            String close,
            List<T> parts,
            @Nullable String indent,
            BiFunction<T, @Nullable String, String> render) {
        if (parts.isEmpty()) {
            return open + close;
        }
        FlowLayout.OwnLines lines = layout.lines();
        boolean hugs = open.equals("[") && lines != null && !lines.lists();
        String inner = indent == null || lines == null || hugs ? indent : indent + lines.unit();
        List<String> texts =
                parts.stream().map(part -> render.apply(part, inner)).toList();
        return indent == null || inner == null || hugs
                ? open + layout.pad() + String.join(layout.comma(), texts) + layout.pad() + close
                : onOwnLines(open, close, texts, inner, indent);
    }

    private String onOwnLines(String open, String close, List<String> parts, String inner, String outer) {
        String start = layout.lineBreak() + inner;
        return open + start + String.join("," + start, parts) + layout.lineBreak() + outer + close;
    }

    private String scalar(String text) {
        if (json) {
            return JsonWriter.onOneLine(JsonNodeFactory.instance.stringNode(text));
        }
        return quoted ? ScalarWriter.doubleQuoted(text) : ScalarWriter.flow(text);
    }

    private String other(JsonNode value) {
        return json ? JsonWriter.onOneLine(value) : ScalarWriter.unquoted(value);
    }
}
