package io.sidecarfirst.manifest.yaml;

import java.util.stream.IntStream;

/**
 * How the items of block lists stand behind their dashes.
 *
 * @param width columns from a dash to its item; at least 2
 * @param below whether mappings start on the line below their dash
 */
record ItemStyle(int width, boolean below) {
    static final ItemStyle USUAL = new ItemStyle(2, false);

    /** The style of a list, judged by its first item that is a block mapping, or else by its first item. */
    static ItemStyle of(SourceNode.Sequence list, String text) {
        return IntStream.range(0, list.items().size())
                .filter(i -> list.items().get(i) instanceof SourceNode.Mapping mapping && !mapping.flow())
                .mapToObj(i -> ofMapping(list, i, text))
                .findFirst()
                .orElseGet(() -> ofValue(list, text));
    }

    private static ItemStyle ofMapping(SourceNode.Sequence list, int index, String text) {
        SourceNode.Mapping mapping = (SourceNode.Mapping) list.items().get(index);
        int behind = list.dashes().get(index) + 1;
        boolean below = Lines.isBlank(text, behind, Lines.end(text, behind));
        return new ItemStyle(Math.max(USUAL.width(), mapping.column() - list.column()), below);
    }

    private static ItemStyle ofValue(SourceNode.Sequence list, String text) {
        int dash = list.dashes().get(0);
        int item = list.items().get(0).start();
        boolean isOnOneLine = Lines.end(text, dash) > item;
        return isOnOneLine ? new ItemStyle(Math.max(USUAL.width(), item - dash), false) : USUAL;
    }
}
