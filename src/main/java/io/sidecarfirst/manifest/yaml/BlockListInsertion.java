package io.sidecarfirst.manifest.yaml;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Finds the place for new items of a list in block style, and writes them there. Comments right above an item are about
 * it and move with it; those below that are indented like its text belong to it, too.
 */
final class BlockListInsertion {
    private final String text;
    private final BlockText places;
    private final SourceNode.Sequence list;
    private final List<SourceNode> items;
    private final TextEdit edit;

    BlockListInsertion(String text, SourceNode.Sequence list, TextEdit edit) {
        this.text = text;
        this.places = new BlockText(text);
        this.list = list;
        this.items = list.items();
        this.edit = edit;
    }

    /**
     * Inserts items.
     *
     * @param index of the item that they come before, or the number of items
     * @param lines the lines of each of them, each line ended with {@code \n}
     * @return whether there is a place for them
     */
    boolean insert(int index, List<String> lines) {
        if (index == items.size()) {
            return append(lines);
        }
        int dash = list.dashes().get(index);
        int line = Lines.startOf(text, dash);
        if (!text.substring(line, dash).isBlank()) {
            // The first item of a list that starts behind something, such as another dash: "- - a".
            edit.insert(
                    dash, places.broken(String.join("", lines)).substring(list.column()) + " ".repeat(list.column()));
            return true;
        }
        int place = index == 0 ? Lines.aboveComments(text, line, -1) : places.afterEmptyLines(below(index - 1));
        String gap = isGapBelow(Math.max(index - 1, 0)) ? "\n" : "";
        edit.insertLines(place, list.column(), places.broken(String.join(gap, lines) + gap));
        return true;
    }

    private boolean append(List<String> lines) {
        if (places.endsOpen(list)) {
            return false;
        }
        int last = items.size() - 1;
        int place = below(last);
        String gap =
                isGapBelow(last - 1) && !places.endsWithBreak(items.get(last).end()) ? "\n" : "";
        edit.insertLines(place, list.column(), places.linesAt(place, gap + String.join(gap, lines)));
        return true;
    }

    /**
     * Writes items in the place of those from one index to another, this one included. A comment behind the last one
     * stays.
     */
    void replace(int from, int to, List<JsonNode> values, BlockStyle style) {
        int end = items.get(to).end();
        int lineEnd = places.lineAfter(end);
        boolean wholeLines = Lines.skipSpace(text, end, lineEnd) == lineEnd && places.endsWithBreak(lineEnd);
        // A comment below, or a line of blanks, could become part of a text of several lines.
        boolean free = wholeLines && !Lines.isBlank(text, lineEnd, Lines.end(text, lineEnd));
        String lines = free ? style.items(values, list.column()) : style.itemsOnOneLine(values, list.column());
        String cut = lines.substring(list.column(), lines.length() - (wholeLines ? 0 : 1));
        edit.replace(list.dashes().get(from), wholeLines ? lineEnd : end, places.broken(cut));
    }

    /** Writes an empty list in the place of all items, further in than the key above them may stand. */
    void clear() {
        int end = items.get(items.size() - 1).end();
        edit.replace(list.dashes().get(0), end, "  []" + (places.endsWithBreak(end) ? places.broken("\n") : ""));
    }

    /** Behind an item and what belongs to it. */
    private int below(int index) {
        return places.afterComments(places.lineAfter(items.get(index).end()), list.column() + 1);
    }

    /** Whether there are empty lines between an item and the next. */
    private boolean isGapBelow(int index) {
        if (index < 0 || index + 1 >= items.size()) {
            return false;
        }
        int dash = list.dashes().get(index + 1);
        int next;
        for (int line = places.lineAfter(items.get(index).end()); line < dash; line = next) {
            next = Lines.end(text, line);
            if (Lines.skipSpace(text, line, next) == next) {
                return true;
            }
        }
        return false;
    }
}
