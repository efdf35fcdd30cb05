package io.sidecarfirst.manifest;

import java.util.List;
import java.util.Optional;

/**
 * How flow mappings, {@code {a: b}} or JSON, are written around a place.
 *
 * @param json whether it must be JSON
 * @param quoted whether keys and texts stand in double quotes
 * @param colon what stands between a key and its value
 * @param comma what stands between two entries on one line
 * @param pad what stands inside of the brackets on one line
 * @param lines how entries stand on lines of their own; empty where they stand on one
 */
record FlowStyle(boolean json, boolean quoted, String colon, String comma, String pad, Optional<OwnLines> lines) {

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
        return new FlowStyle(json, json, ": ", ", ", "", Optional.empty());
    }

    private FlowStyle inside(String newPad) {
        return new FlowStyle(
                json,
                quoted,
                colon,
                comma,
                newPad,
                lines.filter(OwnLines::nested)
                        .map(own -> new OwnLines(own.indent() + own.unit(), own.unit(), own.nested())));
    }

    private static FlowStyle sampled(SourceNode.Mapping sample, String text, boolean json) {
        SourceNode.Entry last = sample.last();
        boolean quoted =
                json || (last.key() instanceof SourceNode.Scalar key && key.quotes() == SourceNode.Quotes.DOUBLE);
        String colon = quoted ? colon(last, text) : ": ";
        Optional<OwnLines> lines = ownLines(sample, text);
        boolean padded = lines.isEmpty()
                ? text.charAt(sample.end() - 2) == ' '
                : sample.entries().stream()
                        .map(SourceNode.Entry::value)
                        .anyMatch(value -> isOnOneLine(value, text) && text.charAt(value.end() - 2) == ' ');
        return new FlowStyle(json, quoted, colon, comma(sample, text, colon), padded ? " " : "", lines);
    }

    private static String colon(SourceNode.Entry entry, String text) {
        String between = text.substring(
                Math.min(entry.key().end(), entry.value().start()),
                entry.value().start());
        return between.strip().equals(":") && between.indexOf('\n') < 0 ? between : ": ";
    }

    private static String comma(SourceNode.Mapping sample, String text, String colon) {
        List<SourceNode.Entry> entries = sample.entries();
        if (entries.size() < 2) {
            return colon.equals(":") ? "," : ", ";
        }
        int end = entries.get(entries.size() - 2).value().end();
        String between = text.substring(end, Math.max(end, sample.last().key().start()));
        return between.equals(",") ? "," : ", ";
    }

    private static Optional<OwnLines> ownLines(SourceNode.Mapping sample, String text) {
        int key = sample.last().key().start();
        String indent = text.substring(Lines.startOf(text, key), key);
        if (!indent.isBlank() || Lines.startOf(text, key) <= sample.start()) {
            return Optional.empty();
        }
        int outerStart = Lines.startOf(text, sample.start());
        String outer = text.substring(outerStart, skipBlanks(text, outerStart));
        boolean deeper = indent.startsWith(outer) && indent.length() > outer.length();
        String unit = deeper ? indent.substring(outer.length()) : "  ";
        boolean oneLine = sample.entries().stream().anyMatch(entry -> isOnOneLine(entry.value(), text));
        return Optional.of(new OwnLines(indent, unit, !oneLine));
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
}
