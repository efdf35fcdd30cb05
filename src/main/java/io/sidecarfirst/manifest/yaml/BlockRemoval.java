package io.sidecarfirst.manifest.yaml;

import java.util.Set;

/**
 * Takes entries and items in block style out of a text, by whole lines. A comment on such a line goes with it; those
 * above and below stay.
 */
final class BlockRemoval {
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
        if (lines(entry.keyStart(), end)) {
            return true;
        }
        // Behind a dash the next key takes its place.
        int next = index + 1 < mapping.entries().size()
                ? mapping.entries().get(index + 1).keyStart()
                : end;
        boolean isFree = index == 0 && next > end && Lines.skipSpace(text, end, next) == next;
        if (isFree) {
            edit.replace(entry.keyStart(), next, "");
        }
        return isFree;
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
        return content >= line && lines(entry.keyStart(), line);
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
            return false;
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

    private boolean lines(int start, int end) {
        int line = Lines.startOf(text, start);
        int after = places.lineAfter(end);
        boolean isAlone = text.substring(line, start).isBlank() && Lines.isBlank(text, end, after);
        if (isAlone) {
            edit.replace(line, after, "");
        }
        return isAlone;
    }
}
