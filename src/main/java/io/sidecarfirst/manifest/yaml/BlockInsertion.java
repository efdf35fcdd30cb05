package io.sidecarfirst.manifest.yaml;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the place for new entries of mappings in block style, and writes them there. */
final class BlockInsertion {
    private final String text;
    private final BlockText places;
    private final BlockStyle style;
    private final TextEdit edit;

    BlockInsertion(String text, BlockStyle style, TextEdit edit) {
        this.text = text;
        this.places = new BlockText(text);
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
        Optional<Integer> at = places.endsOpen(mapping)
                ? beforeLastKey(mapping)
                : Optional.of(places.afterComments(places.lineAfter(mapping.end()), column));
        at.ifPresent(place -> insert(place, column, style.lines(values, column)));
        return at.isPresent();
    }

    /**
     * Makes a value the one of a key that has none.
     *
     * @param column of the key
     * @param value an object or a list, not empty
     */
    void fill(int endOfKey, int column, JsonNode value) {
        int inner = column + (value.isArray() ? style.dash() : style.step());
        String lines =
                value instanceof ObjectNode object ? style.lines(object, inner) : style.items(value.values(), inner);
        insert(places.afterComments(places.lineAfter(endOfKey), inner), inner, lines);
    }

    private Optional<Integer> beforeLastKey(SourceNode.Mapping mapping) {
        int key = mapping.last().keyStart();
        int line = Lines.startOf(text, key);
        boolean alone =
                mapping.entries().size() > 1 && text.substring(line, key).isBlank();
        return alone ? Optional.of(line) : Optional.empty();
    }

    private void insert(int at, int column, String lines) {
        edit.insertLines(at, column, places.linesAt(at, lines));
    }
}
