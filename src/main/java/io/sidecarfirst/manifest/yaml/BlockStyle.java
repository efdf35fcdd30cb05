package io.sidecarfirst.manifest.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a file indents its block style; and keys, values and items written in that style.
 *
 * @param step columns from a mapping to one below it; at least 1
 * @param dash columns from a key to the dashes of its list; 0 where lists are not indented
 * @param item how items stand behind their dashes
 */
record BlockStyle(int step, int dash, ItemStyle item) {
    private static final int USUAL_STEP = 2;

    /**
     * The indentation around a node: as it is inside of it, else as it is on the way to it, nearest first.
     *
     * @param above the nodes that it lies in, the nearest last
     */
    static BlockStyle around(SourceNode node, List<SourceNode> above, String text) {
        Optional<Integer> step = stepInside(node);
        Optional<Integer> dash = dashInside(node);
        Optional<ItemStyle> item = item(node, text).or(() -> itemInside(node, text));
        SourceNode below = node;
        for (int i = above.size() - 1; i >= 0 && (step.isEmpty() || dash.isEmpty() || item.isEmpty()); i--) {
            SourceNode parent = above.get(i);
            SourceNode inner = below;
            step = step.or(() -> step(parent, inner));
            dash = dash.or(() -> dash(parent, inner)).or(() -> dashInside(parent));
            item = item.or(() -> item(parent, text)).or(() -> itemInside(parent, text));
            below = parent;
        }
        return new BlockStyle(step.orElse(USUAL_STEP), dash.orElse(0), item.orElse(ItemStyle.USUAL));
    }

    private static Optional<Integer> stepInside(SourceNode node) {
        return values(node).stream()
                .flatMap(value -> step(node, value).stream())
                .findFirst();
    }

    private static Optional<Integer> dashInside(SourceNode node) {
        return values(node).stream()
                .flatMap(value -> dash(node, value).stream())
                .findFirst();
    }

    private static Optional<ItemStyle> itemInside(SourceNode node, String text) {
        return values(node).stream()
                .flatMap(value -> item(value, text).stream())
                .findFirst();
    }

    private static List<SourceNode> values(SourceNode node) {
        return node instanceof SourceNode.Mapping mapping
                ? mapping.entries().stream().map(SourceNode.Entry::value).toList()
                : List.of();
    }

    private static Optional<Integer> step(SourceNode outer, SourceNode inner) {
        return outer instanceof SourceNode.Mapping parent
                        && !parent.flow()
                        && inner instanceof SourceNode.Mapping mapping
                        && !mapping.flow()
                ? Optional.of(mapping.column() - parent.column()).filter(step -> step > 0)
                : Optional.empty();
    }

    private static Optional<Integer> dash(SourceNode outer, SourceNode inner) {
        return outer instanceof SourceNode.Mapping parent
                        && !parent.flow()
                        && inner instanceof SourceNode.Sequence list
                        && !list.flow()
                ? Optional.of(list.column() - parent.column()).filter(dash -> dash >= 0)
                : Optional.empty();
    }

    private static Optional<ItemStyle> item(SourceNode node, String text) {
        return node instanceof SourceNode.Sequence list && !list.flow()
                ? Optional.of(ItemStyle.of(list, text))
                : Optional.empty();
    }

    /**
     * Entries as lines that start at a column, each ended with {@code \n}.
     *
     * @param values not empty
     */
    String lines(ObjectNode values, int column) {
        Block lines = new Block(true);
        lines.pad(column);
        lines.mapping(values, column);
        return lines.text.toString();
    }

    /**
     * Items as lines, their dashes at a column, each ended with {@code \n}.
     *
     * @param items not empty
     */
    String items(Iterable<JsonNode> items, int column) {
        Block lines = new Block(true);
        lines.list(items, column);
        return lines.text.toString();
    }

    /** The same, each text on one line: behind it, a comment may follow. */
    String itemsOnOneLine(Iterable<JsonNode> items, int column) {
        Block lines = new Block(false);
        lines.list(items, column);
        return lines.text.toString();
    }

    /** Text that is being written. */
    private final class Block {
        private final StringBuilder text = new StringBuilder();
        private final boolean literals;

        /** @param literals whether texts of several lines may be written as such */
        Block(boolean literals) {
            this.literals = literals;
        }

        /** The first key follows what is there already on its line. */
        private void mapping(ObjectNode values, int column) {
            boolean first = true;
            for (Map.Entry<String, JsonNode> entry : values.properties()) {
                if (!first) {
                    pad(column);
                }
                first = false;
                text.append(ScalarWriter.block(entry.getKey())).append(':');
                value(entry.getValue(), column);
            }
        }

        private void value(JsonNode value, int column) {
            if (value instanceof ObjectNode object && !object.isEmpty()) {
                text.append('\n');
                pad(column + step);
                mapping(object, column + step);
            } else if (value.isArray() && !value.isEmpty()) {
                text.append('\n');
                list(value, column + dash);
            } else {
                text.append(' ');
                scalar(value, column + step);
            }
        }

        private void list(Iterable<JsonNode> items, int column) {
            for (JsonNode value : items) {
                pad(column);
                text.append('-');
                int inner = column + item.width();
                if (value instanceof ObjectNode object && !object.isEmpty()) {
                    if (item.below()) {
                        text.append('\n');
                    }
                    pad(item.below() ? inner : item.width() - 1);
                    mapping(object, inner);
                } else if (value.isArray() && !value.isEmpty()) {
                    text.append('\n');
                    list(value, inner);
                } else {
                    pad(item.width() - 1);
                    scalar(value, inner);
                }
            }
        }

        private void scalar(JsonNode value, int column) {
            if (value.isContainer()) {
                text.append(value.isObject() ? "{}" : "[]").append('\n');
            } else if (value.isString() && isLiteral(value.stringValue())) {
                literal(value.stringValue(), column);
            } else {
                text.append(ScalarWriter.block(value)).append('\n');
            }
        }

        /** Text that ends with empty lines would take in those that follow it in the file. */
        private boolean isLiteral(String value) {
            return literals && ScalarWriter.fitsLiteral(value) && !value.endsWith("\n\n");
        }

        private void literal(String value, int column) {
            text.append(value.endsWith("\n") ? "|\n" : "|-\n");
            value.lines().forEach(line -> {
                if (!line.isEmpty()) {
                    pad(column);
                }
                text.append(line).append('\n');
            });
        }

        private void pad(int column) {
            text.append(" ".repeat(column));
        }
    }
}
