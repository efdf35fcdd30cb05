package io.sidecarfirst.manifest;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keys and values as lines of block style, to be put between the lines of a file. */
final class BlockText {
    private final BlockIndent indent;
    private final StringBuilder text = new StringBuilder();

    private BlockText(BlockIndent indent) {
        this.indent = indent;
    }

    /**
     * Lines that start at a column, each ended with {@code \n}.
     *
     * @param values not empty
     */
    static String lines(ObjectNode values, int column, BlockIndent indent) {
        BlockText block = new BlockText(indent);
        block.pad(column);
        block.mapping(values, column);
        return block.text.toString();
    }

    /** The first key follows what is there already on its line. */
    private void mapping(ObjectNode values, int column) {
        boolean first = true;
        for (Map.Entry<String, JsonNode> entry : values.properties()) {
            if (!first) {
                pad(column);
            }
            first = false;
            text.append(ScalarText.block(entry.getKey())).append(':');
            value(entry.getValue(), column);
        }
    }

    private void value(JsonNode value, int column) {
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            text.append('\n');
            pad(column + indent.step());
            mapping(object, column + indent.step());
        } else if (value.isArray() && !value.isEmpty()) {
            text.append('\n');
            list(value, column + indent.dash());
        } else {
            scalar(value, column + indent.step());
        }
    }

    private void list(JsonNode items, int dash) {
        for (JsonNode item : items) {
            pad(dash);
            text.append('-');
            if (item instanceof ObjectNode object && !object.isEmpty()) {
                text.append(' ');
                mapping(object, dash + 2);
            } else if (item.isArray() && !item.isEmpty()) {
                text.append('\n');
                list(item, dash + 2);
            } else {
                scalar(item, dash + 2);
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
            text.append(ScalarText.block(value)).append('\n');
        }
    }

    /** Text that ends with empty lines would take in those that follow it in the file. */
    private static boolean isLiteral(String value) {
        return LiteralStyle.fits(value) && !value.endsWith("\n\n");
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
