package io.sidecarfirst.manifest.yaml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a file indents its block style; and keys and values written in that style.
 *
 * @param step columns from a mapping to one below it; at least 1
 * @param dash columns from a key to the dashes of its list; 0 where lists are not indented
 */
record BlockStyle(int step, int dash) {
    private static final BlockStyle USUAL = new BlockStyle(2, 0);

    /**
     * The indentation around a mapping: as it is inside of it, else as it is on the way to it, nearest first.
     *
     * @param above the nodes that the mapping lies in, the nearest last
     */
    static BlockStyle around(SourceNode.Mapping mapping, List<SourceNode> above) {
        Optional<Integer> step = stepInside(mapping);
        Optional<Integer> dash = dashInside(mapping);
        SourceNode below = mapping;
        for (int i = above.size() - 1; i >= 0 && (step.isEmpty() || dash.isEmpty()); i--) {
            SourceNode parent = above.get(i);
            if (parent instanceof SourceNode.Mapping outer) {
                SourceNode inner = below;
                step = step.or(() -> step(outer, inner));
                dash = dash.or(() -> dash(outer, inner)).or(() -> dashInside(outer));
            }
            below = parent;
        }
        return new BlockStyle(step.orElse(USUAL.step()), dash.orElse(USUAL.dash()));
    }

    private static Optional<Integer> stepInside(SourceNode.Mapping mapping) {
        return mapping.entries().stream()
                .flatMap(entry -> step(mapping, entry.value()).stream())
                .findFirst();
    }

    private static Optional<Integer> dashInside(SourceNode.Mapping mapping) {
        return mapping.entries().stream()
                .flatMap(entry -> dash(mapping, entry.value()).stream())
                .findFirst();
    }

    private static Optional<Integer> step(SourceNode.Mapping outer, SourceNode inner) {
        return !outer.flow() && inner instanceof SourceNode.Mapping mapping && !mapping.flow()
                ? Optional.of(mapping.column() - outer.column()).filter(step -> step > 0)
                : Optional.empty();
    }

    private static Optional<Integer> dash(SourceNode.Mapping outer, SourceNode inner) {
        return !outer.flow() && inner instanceof SourceNode.Sequence sequence && !sequence.flow()
                ? Optional.ofNullable(sequence.dash())
                        .map(dash -> dash - outer.column())
                        .filter(dash -> dash >= 0)
                : Optional.empty();
    }

    /**
     * Lines that start at a column, each ended with {@code \n}.
     *
     * @param values not empty
     */
    String lines(ObjectNode values, int column) {
        Block lines = new Block();
        lines.pad(column);
        lines.mapping(values, column);
        return lines.text.toString();
    }

    /** Text that is being written. */
    private final class Block {
        private final StringBuilder text = new StringBuilder();

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
                scalar(value, column + step);
            }
        }

        private void list(JsonNode items, int column) {
            for (JsonNode item : items) {
                pad(column);
                text.append('-');
                if (item instanceof ObjectNode object && !object.isEmpty()) {
                    text.append(' ');
                    mapping(object, column + 2);
                } else if (item.isArray() && !item.isEmpty()) {
                    text.append('\n');
                    list(item, column + 2);
                } else {
                    scalar(item, column + 2);
                }
            }
        }

        private void scalar(JsonNode value, int column) {
            text.append(' ');
            if (value.isContainer()) {
                text.append(value.isObject() ? "{}" : "[]").append('\n');
            } else if (value.isString() && isLiteral(value.stringValue())) {
                literal(value.stringValue(), column);
            } else {
                text.append(ScalarWriter.block(value)).append('\n');
            }
        }

        /** Text that ends with empty lines would take in those that follow it in the file. */
        private static boolean isLiteral(String value) {
            return ScalarWriter.fitsLiteral(value) && !value.endsWith("\n\n");
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
