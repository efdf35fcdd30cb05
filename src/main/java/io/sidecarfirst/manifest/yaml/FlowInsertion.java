package io.sidecarfirst.manifest.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Adds entries to a flow mapping, behind its last one and before its bracket; and items to a flow list, anywhere. */
final class FlowInsertion {
    private final String text;
    private final FlowStyle style;
    private final FlowLayout layout;
    private final TextEdit edit;

    FlowInsertion(String text, FlowStyle style, TextEdit edit) {
        this.text = text;
        this.style = style;
        this.layout = style.layout();
        this.edit = edit;
    }

    /**
     * Adds entries.
     *
     * @param values not empty
     * @return whether the mapping has brackets; a lone pair in a flow list has none
     */
    boolean addTo(SourceNode.Mapping mapping, ObjectNode values) {
        int close = mapping.end() - 1;
        if (mapping.entries().isEmpty()) {
            toEmpty(close, joined(style.entries(values)));
            return true;
        }
        int last = mapping.last().value().end();
        if (last == mapping.end()) {
            return false;
        }
        behindLast(last, close, joined(style.entries(values)));
        return true;
    }

    /**
     * Inserts items.
     *
     * @param index of the item that they come before, or the number of items
     * @param parts their texts, not empty
     */
    void insert(SourceNode.Sequence list, int index, List<String> parts) {
        int close = list.end() - 1;
        String item = joined(parts);
        List<SourceNode> items = list.items();
        if (items.isEmpty()) {
            toEmpty(close, item);
        } else if (index == items.size()) {
            behindLast(items.get(index - 1).end(), close, item);
        } else {
            before(
                    items.get(index).start(),
                    index == 0 ? list.start() : items.get(index - 1).end(),
                    item);
        }
    }

    /** Writes items in the place of those from one index to another, this one included. */
    void replace(SourceNode.Sequence list, int from, int to, List<JsonNode> values) {
        edit.replace(list.items().get(from).start(), list.items().get(to).end(), joined(style.items(values)));
    }

    private String joined(List<String> parts) {
        String start = ownLine();
        return String.join(start == null ? layout.comma() : "," + start, parts);
    }

    /** What a part on a line of its own starts with; null where all stand on one line. */
    private @Nullable String ownLine() {
        FlowLayout.OwnLines lines = layout.lines();
        return lines == null ? null : layout.lineBreak() + lines.indent();
    }

    private void toEmpty(int close, String parts) {
        boolean padded = text.charAt(close - 1) == ' ';
        FlowLayout.OwnLines lines = layout.lines();
        if (lines == null || padded) {
            edit.insert(close, padded ? parts + " " : layout.pad() + parts + layout.pad());
            return;
        }
        edit.insert(close, ownLine() + parts + layout.lineBreak() + lines.outer());
    }

    private void behindLast(int end, int close, String parts) {
        int behindComma = FlowLayout.commaEnd(text, end, close);
        boolean trailing = behindComma > 0;
        int at = trailing ? behindComma : end;
        String tail = trailing ? "," : "";
        // A comma right behind a key's colon makes the colon a part of the key; right before the bracket it is one
        // already.
        String gap = !trailing && text.charAt(end - 1) == ':' && end < close ? " " : "";
        String start = ownLine();
        if (start == null) {
            edit.insert(at, gap + (trailing ? layout.comma().substring(1) : layout.comma()) + parts + tail);
            return;
        }
        if (!trailing) {
            edit.insert(end, gap + ",");
        }
        int lineEnd = Lines.end(text, at);
        while (lineEnd > at && "\r\n".indexOf(text.charAt(lineEnd - 1)) >= 0) {
            lineEnd--;
        }
        edit.insert(lineEnd < close ? lineEnd : at, start + parts + tail);
    }

    /** @param floor where the item before ends, or the list starts */
    private void before(int item, int floor, String parts) {
        int line = Lines.startOf(text, item);
        FlowLayout.OwnLines lines = layout.lines();
        if (lines == null || line <= floor || !text.substring(line, item).isBlank()) {
            edit.insert(item, parts + layout.comma());
            return;
        }
        edit.insert(Lines.aboveComments(text, line, floor), lines.indent() + parts + "," + layout.lineBreak());
    }
}
