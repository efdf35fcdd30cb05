package io.sidecarfirst.manifest;

import java.util.List;
import java.util.Optional;

/**
 * A value of a document, and where its text stands: what a tree of values forgets. Offsets are those of the document's
 * source.
 */
sealed interface SourceNode {

    /** Where the text starts, anchor and tag included. */
    int start();

    /** Where the text ends: behind its last character, or, for block text that keeps its empty lines, behind those. */
    int end();

    /** The anchor, if it has one. */
    Optional<Anchor> anchor();

    /** How a scalar is written. */
    enum Quotes {
        NONE,
        SINGLE,
        DOUBLE,
        BLOCK
    }

    /**
     * A text, a number, or nothing at all.
     *
     * @param tagged whether it has an explicit tag
     */
    record Scalar(int start, int end, Optional<Anchor> anchor, Quotes quotes, boolean tagged) implements SourceNode {}

    /** A reference to an anchor. */
    record Alias(int start, int end, String name) implements SourceNode {
        @Override
        public Optional<Anchor> anchor() {
            return Optional.empty();
        }
    }

    /**
     * A list.
     *
     * @param dash the column of its dashes; empty in flow style and where it cannot be told
     */
    record Sequence(
            int start, int end, Optional<Anchor> anchor, boolean flow, Optional<Integer> dash, List<SourceNode> items)
            implements SourceNode {}

    /**
     * A mapping.
     *
     * @param column the column of its keys in block style
     */
    record Mapping(int start, int end, Optional<Anchor> anchor, boolean flow, int column, List<Entry> entries)
            implements SourceNode {

        Optional<Entry> entry(String name) {
            return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
        }

        Entry last() {
            return entries.get(entries.size() - 1);
        }
    }

    /**
     * A key and its value.
     *
     * @param name the text that the key means; {@code <<} for a merge key
     */
    record Entry(SourceNode key, String name, SourceNode value) {}

    /** The name of a value, and whether an alias further down uses it. */
    final class Anchor {
        private final String name;
        private boolean used;

        Anchor(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        void use() {
            used = true;
        }

        boolean isUsed() {
            return used;
        }
    }
}
