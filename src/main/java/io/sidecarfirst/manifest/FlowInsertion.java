package io.sidecarfirst.manifest;

import java.util.List;
import java.util.Optional;

/** Adds entries to a flow mapping, behind its last one and before its bracket. */
final class FlowInsertion {
    private final String text;
    private final String lineBreak;
    private final TextEdit edit;

    FlowInsertion(String text, String lineBreak, TextEdit edit) {
        this.text = text;
        this.lineBreak = lineBreak;
        this.edit = edit;
    }

    /**
     * Adds entries.
     *
     * @param entries as text, not empty
     * @return whether the mapping has brackets; a lone pair in a flow list has none
     */
    boolean addTo(SourceNode.Mapping mapping, List<String> entries, FlowStyle style) {
        int close = mapping.end() - 1;
        if (text.charAt(close) != '}') {
            return false;
        }
        Optional<String> start = style.lines().map(own -> lineBreak + own.indent());
        String joined = String.join(start.map(line -> "," + line).orElse(style.comma()), entries);
        if (mapping.entries().isEmpty()) {
            toEmpty(close, joined, style);
        } else {
            behindLast(mapping.last().value().end(), close, joined, style.comma(), start);
        }
        return true;
    }

    private void toEmpty(int close, String entries, FlowStyle style) {
        boolean padded = text.charAt(close - 1) == ' ';
        if (style.lines().isEmpty() || padded) {
            edit.insert(close, padded ? entries + " " : style.pad() + entries + style.pad());
            return;
        }
        FlowStyle.OwnLines own = style.lines().get();
        String outer =
                own.indent().substring(0, own.indent().length() - own.unit().length());
        edit.insert(close, lineBreak + own.indent() + entries + lineBreak + outer);
    }

    private void behindLast(int end, int close, String entries, String comma, Optional<String> start) {
        int behindComma = commaEnd(end, close);
        boolean trailing = behindComma > 0;
        int at = trailing ? behindComma : end;
        String tail = trailing ? "," : "";
        // A comma right behind a key's colon makes the colon a part of the key; right before the bracket it is one
        // already.
        String gap = !trailing && text.charAt(end - 1) == ':' && end < close ? " " : "";
        if (start.isEmpty()) {
            edit.insert(at, gap + (trailing ? comma.substring(1) : comma) + entries + tail);
            return;
        }
        if (!trailing) {
            edit.insert(end, gap + ",");
        }
        int lineEnd = Lines.end(text, at);
        while (lineEnd > at && "\r\n".indexOf(text.charAt(lineEnd - 1)) >= 0) {
            lineEnd--;
        }
        edit.insert(lineEnd < close ? lineEnd : at, start.get() + entries + tail);
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
