package io.sidecarfirst.manifest.yaml;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A value of a document, and where its text stands. Offsets are those of the document's source. */
sealed interface SourceNode {

    /** What it means. An alias has a copy of its own. */
    JsonNode value();

    /** Where the text starts, anchor and tag included. */
    int start();

    /** Where the text ends: behind its last character, or, for block text that keeps its empty lines, behind those. */
    int end();

    /** The anchor, if it has one. */
    @Nullable
    Anchor anchor();

    /**
     * A text, a number, or nothing at all.
     *
     * @param block whether it is a block scalar, {@code |} or {@code >}
     * @param tagged whether it has an explicit tag
     */
    record Scalar(
            JsonNode value, int start, int end, @Nullable Anchor anchor, boolean block, boolean tagged)
            implements SourceNode {}

    /** A reference to an anchor. */
    record Alias(JsonNode value, int start, int end, String name) implements SourceNode {
        @Override
        public @Nullable Anchor anchor() {
            return null;
        }
    }

    /**
     * A list.
     *
     * @param column the column of its dashes in block style
     * @param dashes where the dashes of its items stand; empty in flow style
     */
    record Sequence(
            JsonNode value,
            int start,
            int end,
            @Nullable Anchor anchor,
            boolean flow,
            int column,
            List<Integer> dashes,
            List<SourceNode> items)
            implements SourceNode {}

    /**
     * A mapping.
     *
     * @param value an object; or a text, if kubectl reads it as one ({@code [a:]})
     * @param column the column of its keys in block style
     */
    record Mapping(
            JsonNode value, int start, int end, @Nullable Anchor anchor, boolean flow, int column, List<Entry> entries)
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
     * @param keyStart where the text of the key starts
     * @param keyEnd where it ends
     * @param quoted whether the key stands in double quotes
     */
    record Entry(String name, int keyStart, int keyEnd, boolean quoted, SourceNode value) {}

    /** The name of a value. It is made before the value is read, which may be full of aliases of its own. */
    final class Anchor {
        private final String name;
        private @Nullable JsonNode value;
        private boolean used;

        Anchor(String name) {
            this.name = name;
        }

        String name() {
            return name;
        }

        /** Whether an alias further down uses it. */
        boolean isUsed() {
            return used;
        }

        void use() {
            used = true;
        }

        /** What it names; null while that is still being read. */
        @Nullable
        JsonNode value() {
            return value;
        }

        void names(JsonNode read) {
            value = read;
        }
    }
}
