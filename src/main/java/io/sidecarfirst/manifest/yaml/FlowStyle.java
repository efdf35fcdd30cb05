package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How flow mappings, {@code {a: b}} or JSON, are written around a place; and keys and values written in that style.
 *
 * @param json whether it must be JSON
 * @param quoted whether keys and texts stand in double quotes
 * @param colon what stands between a key and its value
 * @param comma what stands between two entries on one line
 * @param pad what stands inside of the brackets on one line
 * @param lineBreak what ends a line
 * @param lines how entries stand on lines of their own; null where they stand on one
 */
record FlowStyle(
        boolean json,
        boolean quoted,
        String colon,
        String comma,
        String pad,
        String lineBreak,
        @Nullable OwnLines lines) {

    /**
     * Entries on lines of their own.
     *
     * @param indent the white space before the entries of the mapping
     * @param unit what one level more adds
     * @param nested whether mappings in it have entries on lines of their own, too
     */
    record OwnLines(String indent, String unit, boolean nested) {}

    /**
     * The style of a mapping, taken from its last entry, or else from the nearest mapping that it lies in.
     *
     * @param above the nodes that the mapping lies in, the nearest last
     */
    static FlowStyle of(SourceNode.Mapping mapping, List<SourceNode> above, String text, boolean json) {
        if (!mapping.entries().isEmpty()) {
            return sampled(mapping, text, json);
        }
        for (int i = above.size() - 1; i >= 0; i--) {
            if (above.get(i) instanceof SourceNode.Mapping outer && outer.flow()) {
                FlowStyle around = sampled(outer, text, json);
                return around.inside(text.charAt(mapping.end() - 2) == ' ' ? " " : around.pad());
            }
        }
        return new FlowStyle(json, json, ": ", ", ", "", Lines.lineBreak(text), null);
    }

    private FlowStyle inside(String newPad) {
        OwnLines inner = lines != null && lines.nested()
                ? new OwnLines(lines.indent() + lines.unit(), lines.unit(), lines.nested())
                : null;
        return new FlowStyle(json, quoted, colon, comma, newPad, lineBreak, inner);
    }

    private static FlowStyle sampled(SourceNode.Mapping sample, String text, boolean json) {
        SourceNode.Entry last = sample.last();
        boolean quoted = json || last.quoted();
        String colon = quoted ? colon(last, text) : ": ";
        OwnLines lines = ownLines(sample, text);
        boolean padded = lines == null
                ? text.charAt(sample.end() - 2) == ' '
                : sample.entries().stream()
                        .map(SourceNode.Entry::value)
                        .anyMatch(value -> isOnOneLine(value, text) && text.charAt(value.end() - 2) == ' ');
        return new FlowStyle(
                json, quoted, colon, comma(sample, text, colon), padded ? " " : "", Lines.lineBreak(text), lines);
    }

    private static String colon(SourceNode.Entry entry, String text) {
        String between = text.substring(
                Math.min(entry.keyEnd(), entry.value().start()), entry.value().start());
        return between.strip().equals(":") && between.indexOf('\n') < 0 ? between : ": ";
    }

    private static String comma(SourceNode.Mapping sample, String text, String colon) {
        List<SourceNode.Entry> entries = sample.entries();
        if (entries.size() < 2) {
            return colon.equals(":") ? "," : ", ";
        }
        int end = entries.get(entries.size() - 2).value().end();
        String between = text.substring(end, Math.max(end, sample.last().keyStart()));
        return between.equals(",") ? "," : ", ";
    }

    private static @Nullable OwnLines ownLines(SourceNode.Mapping sample, String text) {
        int key = sample.last().keyStart();
        String indent = text.substring(Lines.startOf(text, key), key);
        if (!indent.isBlank() || Lines.startOf(text, key) <= sample.start()) {
            return null;
        }
        int outerStart = Lines.startOf(text, sample.start());
        String outer = text.substring(outerStart, skipBlanks(text, outerStart));
        boolean deeper = indent.startsWith(outer) && indent.length() > outer.length();
        String unit = deeper ? indent.substring(outer.length()) : "  ";
        boolean oneLine = sample.entries().stream().anyMatch(entry -> isOnOneLine(entry.value(), text));
        return new OwnLines(indent, unit, !oneLine);
    }

    private static boolean isOnOneLine(SourceNode value, String text) {
        boolean filled = value instanceof SourceNode.Mapping mapping
                ? !mapping.entries().isEmpty()
                : value instanceof SourceNode.Sequence sequence
                        && !sequence.items().isEmpty();
        return filled && Lines.end(text, value.start()) >= value.end();
    }

    private static int skipBlanks(String text, int start) {
        int i = start;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }

    /** The entries as text, each with its key. */
    List<String> entries(ObjectNode values) {
        String indent = lines != null && lines.nested() ? lines.indent() : null;
        return values.properties().stream().map(entry -> entry(entry, indent)).toList();
    }

    /** A value alone, on one line. */
    String value(JsonNode value) {
        return value(value, null);
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
        String inner = indent == null || lines == null ? null : indent + lines.unit();
        List<String> texts =
                parts.stream().map(part -> render.apply(part, inner)).toList();
        return inner == null
                ? open + pad + String.join(comma, texts) + pad + close
                : open + lineBreak + inner + String.join("," + lineBreak + inner, texts) + lineBreak + indent + close;
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
