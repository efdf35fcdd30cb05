package io.sidecarfirst.manifest.yaml;

import java.util.Set;

/**
 * Takes entries and items in block style out of a text, by whole lines. A comment on such a line goes with it; those
 * above and below stay.
 */
final class BlockRemoval {
    private static final String EXPLICIT_KEY = "?";

    private final String text;
    private final BlockText places;
    private final TextEdit edit;

    BlockRemoval(String text, TextEdit edit) {
        this.text = text;
        this.places = new BlockText(text);
        this.edit = edit;
    }

    /**
     * Takes entries out of a mapping.
     *
     * @return whether nothing else stands on their lines
     */
    boolean entries(SourceNode.Mapping mapping, Set<Integer> gone) {
        return gone.stream().allMatch(index -> entry(mapping, index));
    }

    private boolean entry(SourceNode.Mapping mapping, int index) {
        SourceNode.Entry entry = mapping.entries().get(index);
        int end = entry.value().end();
        int next = index + 1 < mapping.entries().size()
                ? mapping.entries().get(index + 1).keyStart()
                : end;
        return lines(entry.keyStart(), end) || (index == 0 && first(entry.keyStart(), end, next));
    }

    /**
     * Takes the line of a key out whose value stands below it, and is taken out by itself.
     *
     * @return whether nothing else stands on that line
     */
    boolean keyLine(SourceNode.Mapping mapping, int index) {
        SourceNode.Entry entry = mapping.entries().get(index);
        int line = Lines.end(text, entry.keyStart());
        int content = entry.value() instanceof SourceNode.Mapping value
                ? value.entries().get(0).keyStart()
                : entry.value() instanceof SourceNode.Sequence list
                        ? list.dashes().get(0)
                        : line;
        int colon = colon(entry.keyEnd());
        // The colon of an explicit key has a line of its own.
        boolean isKeyAlone = colon < line || (Lines.end(text, colon) <= content && lines(colon, colon + 1));
        return isKeyAlone && content >= line && lines(entry.keyStart(), line);
    }

    private int colon(int endOfKey) {
        int i = endOfKey;
        while (text.charAt(i) != ':') {
            i = text.charAt(i) == '#' ? Lines.end(text, i) : i + 1;
        }
        return i;
    }

    /**
     * Takes items out of a list, each with the empty line that set it apart: the one below it, or above the last.
     *
     * @return whether nothing else stands on their lines
     */
    boolean items(SourceNode.Sequence list, Set<Integer> gone) {
        return gone.stream().allMatch(index -> item(list, index));
    }

    private boolean item(SourceNode.Sequence list, int index) {
        int dash = list.dashes().get(index);
        int end = list.items().get(index).end();
        if (!lines(dash, end)) {
            return index == 0
                    && first(dash, end, list.dashes().size() > 1 ? list.dashes().get(1) : end);
        }
        int line = Lines.startOf(text, dash);
        int below = places.lineAfter(end);
        if (index + 1 < list.items().size()) {
            emptyLine(below, Lines.end(text, below));
        } else if (index > 0 && line > 0) {
            int above = Lines.start(text, line);
            if (above >= list.items().get(index - 1).end()) {
                emptyLine(above, line);
            }
        }
        return true;
    }

    private void emptyLine(int start, int end) {
        if (Lines.skipSpace(text, start, end) == end) {
            edit.replace(start, end, "");
        }
    }

    /** The first of several may stand behind a dash. The next one takes its place, where no comment is in between. */
    private boolean first(int start, int end, int next) {
        boolean isFree = next > end && Lines.skipSpace(text, end, next) == next;
        if (isFree) {
            edit.replace(start, next, "");
        }
        return isFree;
    }

    private boolean lines(int start, int end) {
        int line = Lines.startOf(text, start);
        int after = places.lineAfter(end);
        String before = text.substring(line, start).strip();
        boolean isAlone = (before.isEmpty() || before.equals(EXPLICIT_KEY)) && Lines.isBlank(text, end, after);
        if (isAlone) {
            edit.replace(line, after, "");
        }
        return isAlone;
    }
}
