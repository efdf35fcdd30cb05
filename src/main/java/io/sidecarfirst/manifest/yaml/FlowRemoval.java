package io.sidecarfirst.manifest.yaml;

import java.util.List;
import java.util.SortedSet;

/** Takes entries and items out from between brackets, each with its comma. */
final class FlowRemoval {
    private final String text;
    private final TextEdit edit;

    FlowRemoval(String text, TextEdit edit) {
        this.text = text;
        this.edit = edit;
    }

    /**
     * Takes parts out of a mapping or a list.
     *
     * @return whether it has brackets; a lone pair in a flow list has none
     */
    boolean remove(SourceNode collection, SortedSet<Integer> gone) {
        List<FlowLayout.Part> parts = FlowLayout.parts(collection);
        int close = collection.end() - 1;
        if (!gone.isEmpty() && parts.get(parts.size() - 1).end() > close) {
            return false;
        }
        int from = 0;
        while (from < parts.size()) {
            int to = from;
            while (to < parts.size() && gone.contains(to)) {
                to++;
            }
            if (to > from) {
                int start = parts.get(from).start();
                int end = parts.get(to - 1).end();
                if (to < parts.size()) {
                    int floor =
                            from == 0 ? collection.start() : parts.get(from - 1).end();
                    before(floor, start, end, parts.get(to).start());
                } else if (from > 0) {
                    behind(parts.get(from - 1).end(), start, end, close);
                } else {
                    all(start, end, close);
                }
            }
            from = to + 1;
        }
        return true;
    }

    /** Parts with another one behind them. */
    private void before(int floor, int start, int end, int next) {
        int comma = FlowLayout.commaEnd(text, end, next);
        int line = Lines.startOf(text, start);
        int lineEnd = Lines.end(text, comma);
        boolean ownLines = line > floor
                && text.substring(line, start).isBlank()
                && lineEnd <= next
                && Lines.isBlank(text, comma, lineEnd);
        if (ownLines) {
            edit.replace(line, lineEnd, "");
        } else {
            edit.replace(start, Lines.skipSpace(text, comma, next), "");
        }
    }

    /** The last parts, behind one that stays. */
    private void behind(int before, int start, int end, int close) {
        int comma = FlowLayout.commaEnd(text, before, start);
        int trailing = FlowLayout.commaEnd(text, end, close);
        if (trailing < 0) {
            boolean isNear = text.substring(before, comma - 1).isBlank();
            edit.replace(isNear ? before : comma - 1, comma, "");
        }
        int gap = start;
        while (gap > comma && " \t\r\n".indexOf(text.charAt(gap - 1)) >= 0) {
            gap--;
        }
        int behind = trailing < 0 ? end : trailing;
        // Behind a comment, the line has to end.
        boolean swallows = text.substring(comma, start).indexOf('#') >= 0 && "\r\n".indexOf(text.charAt(behind)) < 0;
        edit.replace(swallows ? start : gap, behind, "");
    }

    private void all(int start, int end, int close) {
        int trailing = FlowLayout.commaEnd(text, end, close);
        int behind = trailing < 0 ? end : trailing;
        boolean padded = text.charAt(start - 1) == ' ' && text.charAt(behind) == ' ';
        edit.replace(start, padded ? behind + 1 : behind, "");
    }
}
