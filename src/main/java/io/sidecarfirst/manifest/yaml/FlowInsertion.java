package io.sidecarfirst.manifest.yaml;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Adds entries to a flow mapping, behind its last one and before its bracket. */
final class FlowInsertion {
    private final String text;
    private final FlowStyle style;
    private final TextEdit edit;

    FlowInsertion(String text, FlowStyle style, TextEdit edit) {
        this.text = text;
        this.style = style;
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
        if (text.charAt(close) != '}') {
            return false;
        }
        FlowStyle.OwnLines lines = style.lines();
        String start = lines == null ? null : style.lineBreak() + lines.indent();
        String entries = String.join(start == null ? style.comma() : "," + start, style.entries(values));
        if (mapping.entries().isEmpty()) {
            toEmpty(close, entries);
        } else {
            behindLast(mapping.last().value().end(), close, entries, start);
        }
        return true;
    }

    private void toEmpty(int close, String entries) {
        boolean padded = text.charAt(close - 1) == ' ';
        FlowStyle.OwnLines lines = style.lines();
        if (lines == null || padded) {
            edit.insert(close, padded ? entries + " " : style.pad() + entries + style.pad());
            return;
        }
        String outer = lines.indent()
                .substring(0, lines.indent().length() - lines.unit().length());
        edit.insert(close, style.lineBreak() + lines.indent() + entries + style.lineBreak() + outer);
    }

    /** @param start what an entry on a line of its own starts with; null where all stand on one line */
    private void behindLast(int end, int close, String entries, @Nullable String start) {
        int behindComma = commaEnd(end, close);
        boolean trailing = behindComma > 0;
        int at = trailing ? behindComma : end;
        String tail = trailing ? "," : "";
        // A comma right behind a key's colon makes the colon a part of the key; right before the bracket it is one
        // already.
        String gap = !trailing && text.charAt(end - 1) == ':' && end < close ? " " : "";
        if (start == null) {
            edit.insert(at, gap + (trailing ? style.comma().substring(1) : style.comma()) + entries + tail);
            return;
        }
        if (!trailing) {
            edit.insert(end, gap + ",");
        }
        int lineEnd = Lines.end(text, at);
        while (lineEnd > at && "\r\n".indexOf(text.charAt(lineEnd - 1)) >= 0) {
            lineEnd--;
        }
        edit.insert(lineEnd < close ? lineEnd : at, start + entries + tail);
    }

    /** Behind the comma that follows the last entry, or -1; commas in comments do not count. */
    private int commaEnd(int end, int close) {
        int i = end;
        while (i < close) {
            char c = text.charAt(i);
            if (c == ',') {
                return i + 1;
            }
            i = c == '#' ? Lines.end(text, i) : i + 1;
        }
        return -1;
    }
}
