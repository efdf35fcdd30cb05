package io.sidecarfirst.manifest.yaml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the parts of a flow collection stand between its brackets: the entries of {@code {a: b}}, the items of {@code [a,
 * b]}.
 *
 * @param comma what stands between two parts on one line
 * @param pad what stands inside of the brackets on one line
 * @param lineBreak what ends a line
 * @param lines how parts stand on lines of their own; null where they stand on one
 */
record FlowLayout(
        String comma,
        String pad,
        String lineBreak,
        @Nullable OwnLines lines) {

    /**
     * Parts on lines of their own.
     *
     * @param indent the white space before the parts
     * @param unit what one level more adds
     * @param nested whether the parts of collections in it stand on lines of their own, too
     * @param lists whether this is so of lists; where it is not, their brackets stand around what has lines of its own
     */
    record OwnLines(String indent, String unit, boolean nested, boolean lists) {

        /** The white space before the closing bracket. */
        String outer() {
            return indent.substring(0, Math.max(0, indent.length() - unit.length()));
        }
    }

    /** A part of a collection: an entry with its key, or an item. */
    record Part(int start, SourceNode value) {
        int end() {
            return value.end();
        }
    }

    /**
     * The layout of a collection that is not empty.
     *
     * @param above the nodes that it lies in, the nearest last
     * @param colon what stands between a key and its value around there
     */
    static FlowLayout of(SourceNode collection, List<SourceNode> above, String colon, String text) {
        List<Part> parts = parts(collection);
        OwnLines lines = ownLines(collection, parts, above, text);
        boolean padded = lines == null
                ? isPadded(collection, text)
                : parts.stream().map(Part::value).anyMatch(value -> hugs(value, text) && isPadded(value, text));
        return new FlowLayout(comma(parts, colon, text), padded ? " " : "", Lines.lineBreak(text), lines);
    }

    /** Everything on one line. */
    static FlowLayout onOneLine(String text) {
        return new FlowLayout(", ", "", Lines.lineBreak(text), null);
    }

    /** Whether a collection has brackets and something between them. */
    static boolean isFilled(SourceNode node) {
        return !parts(node).isEmpty();
    }

    /** The layout of an empty collection that lies in this one. */
    FlowLayout inside(String newPad) {
        OwnLines inner = lines != null && lines.nested()
                ? new OwnLines(lines.indent() + lines.unit(), lines.unit(), true, lines.lists())
                : null;
        return new FlowLayout(comma, newPad, lineBreak, inner);
    }

    /** What stands between the brackets of a collection; nothing for a node without brackets. */
    static List<Part> parts(SourceNode node) {
        if (node instanceof SourceNode.Mapping mapping && mapping.flow()) {
            return mapping.entries().stream()
                    .map(entry -> new Part(entry.keyStart(), entry.value()))
                    .toList();
        }
        return node instanceof SourceNode.Sequence list && list.flow()
                ? list.items().stream()
                        .map(item -> new Part(item.start(), item))
                        .toList()
                : List.of();
    }

    private static String comma(List<Part> parts, String colon, String text) {
        if (parts.size() < 2) {
            return colon.equals(":") ? "," : ", ";
        }
        int end = parts.get(parts.size() - 2).value().end();
        String between =
                text.substring(end, Math.max(end, parts.get(parts.size() - 1).start()));
        return between.equals(",") ? "," : ", ";
    }

    private static @Nullable OwnLines ownLines(
            SourceNode collection, List<Part> parts, List<SourceNode> above, String text) {
        int last = parts.get(parts.size() - 1).start();
        int line = Lines.startOf(text, last);
        String indent = text.substring(line, last);
        if (!indent.isBlank() || line <= collection.start()) {
            return null;
        }
        String outer = outer(collection, text);
        boolean deeper = indent.startsWith(outer) && indent.length() > outer.length();
        String unit = deeper ? indent.substring(outer.length()) : "  ";
        return new OwnLines(indent, unit, isNested(parts, text), lists(parts, above, text));
    }

    /** The white space before the closing bracket, or before what stands on the line of the opening one. */
    private static String outer(SourceNode collection, String text) {
        int close = collection.end() - 1;
        String beforeClose = text.substring(Lines.startOf(text, close), close);
        if (beforeClose.isBlank()) {
            return beforeClose;
        }
        int start = Lines.startOf(text, collection.start());
        return text.substring(start, skipBlanks(text, start));
    }

    /** Judged by the mappings in there; by the lists where there are none, since a short list is often on one line. */
    private static boolean isNested(List<Part> parts, String text) {
        List<SourceNode> filled =
                parts.stream().map(Part::value).filter(FlowLayout::isFilled).toList();
        List<SourceNode> mappings = filled.stream()
                .flatMap(value -> value instanceof SourceNode.Sequence list
                        ? list.items().stream().filter(FlowLayout::isFilled)
                        : Stream.of(value))
                .filter(SourceNode.Mapping.class::isInstance)
                .toList();
        return (mappings.isEmpty() ? filled : mappings).stream().noneMatch(value -> isOnOneLine(value, text));
    }

    /** Judged by the first list in there that is not empty, or the nearest list around it. */
    private static boolean lists(List<Part> parts, List<SourceNode> above, String text) {
        Optional<SourceNode> inside =
                parts.stream().flatMap(part -> firstList(part.value()).stream()).findFirst();
        return inside.or(() -> above.stream()
                        .filter(SourceNode.Sequence.class::isInstance)
                        .filter(FlowLayout::isFilled)
                        .reduce((outer, inner) -> inner))
                .map(list -> !hugs(list, text))
                .orElse(true);
    }

    private static Optional<SourceNode> firstList(SourceNode node) {
        List<Part> parts = parts(node);
        return node instanceof SourceNode.Sequence && !parts.isEmpty()
                ? Optional.of(node)
                : parts.stream()
                        .flatMap(part -> firstList(part.value()).stream())
                        .findFirst();
    }

    /** Behind the first comma between two places, or -1; commas in comments do not count. */
    static int commaEnd(String text, int start, int end) {
        int i = start;
        while (i < end) {
            char c = text.charAt(i);
            if (c == ',') {
                return i + 1;
            }
            i = c == '#' ? Lines.end(text, i) : i + 1;
        }
        return -1;
    }

    /** Whether what is in the brackets starts on their line. */
    static boolean hugs(SourceNode value, String text) {
        List<Part> parts = parts(value);
        return !parts.isEmpty() && Lines.end(text, value.start()) > parts.get(0).start();
    }

    private static boolean isPadded(SourceNode collection, String text) {
        return text.charAt(collection.end() - 2) == ' ';
    }

    private static boolean isOnOneLine(SourceNode value, String text) {
        return Lines.end(text, value.start()) >= value.end();
    }

    private static int skipBlanks(String text, int start) {
        int i = start;
        while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }
}
