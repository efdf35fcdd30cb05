package io.sidecarfirst.manifest.yaml;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Finds the place for new lines in block style, and writes them there. */
final class BlockInsertion {
    private final String text;
    private final String lineBreak;
    private final BlockStyle style;
    private final TextEdit edit;

    BlockInsertion(String text, BlockStyle style, TextEdit edit) {
        this.text = text;
        this.lineBreak = Lines.lineBreak(text);
        this.style = style;
        this.edit = edit;
    }

    /**
     * Adds entries below the last one of a mapping.
     *
     * @return whether there is a place for them
     */
    boolean addTo(SourceNode.Mapping mapping, ObjectNode values) {
        int column = mapping.column();
        Optional<Integer> at = endsOpen(mapping.end(), mapping)
                ? beforeLastKey(mapping)
                : Optional.of(afterComments(lineAfter(mapping.end()), column));
        at.ifPresent(place -> insert(place, column, values));
        return at.isPresent();
    }

    /** Makes entries the value of a key that has none. */
    void fill(int endOfKey, int column, ObjectNode values) {
        insert(afterComments(lineAfter(endOfKey), column), column, values);
    }

    /** Block text without a line break at the end of the file would get one, and mean something else. */
    private boolean endsOpen(int end, SourceNode node) {
        SourceNode last = node;
        while (!(last instanceof SourceNode.Scalar)) {
            if (last instanceof SourceNode.Mapping mapping && !mapping.flow()) {
                last = mapping.last().value();
            } else if (last instanceof SourceNode.Sequence list && !list.flow()) {
                last = list.items().get(list.items().size() - 1);
            } else {
                return false;
            }
        }
        int lineEnd = Lines.end(text, end);
        return ((SourceNode.Scalar) last).block() && lineEnd == text.length() && !endsWithBreak(lineEnd);
    }

    private Optional<Integer> beforeLastKey(SourceNode.Mapping mapping) {
        int key = mapping.last().keyStart();
        int line = Lines.startOf(text, key);
        boolean alone =
                mapping.entries().size() > 1 && text.substring(line, key).isBlank();
        return alone ? Optional.of(line) : Optional.empty();
    }

    private int lineAfter(int end) {
        return endsWithBreak(end) ? end : Lines.end(text, end);
    }

    private boolean endsWithBreak(int end) {
        return end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r');
    }

    /**
     * Comments below belong to the mapping as long as they are indented like it; at the first column they could be
     * anyone's.
     */
    private int afterComments(int start, int column) {
        int place = start;
        int next;
        for (int line = start; line < text.length(); line = next) {
            next = Lines.end(text, line);
            int content = line;
            while (content < next && text.charAt(content) == ' ') {
                content++;
            }
            if (content < next && text.charAt(content) == '#' && content - line >= Math.max(column, 1)) {
                place = next;
            } else if (Lines.skipSpace(text, content, next) < next) {
                break;
            }
        }
        return place;
    }

    private void insert(int at, int column, ObjectNode values) {
        String lines = style.lines(values, column);
        String broken = lineBreak.equals("\n") ? lines : lines.replace("\n", lineBreak);
        boolean open = at > 0 && !endsWithBreak(at);
        edit.insertLines(
                at, column, open ? lineBreak + broken.substring(0, broken.length() - lineBreak.length()) : broken);
    }
}
