package io.sidecarfirst.manifest.yaml;

import io.sidecarfirst.manifest.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tree as YAML, as a person with changing habits might have written it. */
public final class RandomStyle {
    private final Random random;
    private final int step;
    private final int dash;
    private final int item;
    private final boolean comments;
    private final boolean flow;
    private final boolean padded;
    private final boolean anchors;
    private final StringBuilder text = new StringBuilder();
    private int names;

    private RandomStyle(Random random) {
        this.random = random;
        step = 1 + random.nextInt(5);
        dash = random.nextBoolean() ? 0 : random.nextInt(step + 1);
        item = 2 + (random.nextInt(4) == 0 ? random.nextInt(3) : 0);
        comments = random.nextBoolean();
        flow = random.nextBoolean();
        padded = random.nextBoolean();
        anchors = random.nextInt(4) == 0;
    }

    public static String of(JsonNode tree, Random random) {
        RandomStyle style = new RandomStyle(random);
        if (random.nextInt(3) == 0) {
            style.text.append(random.nextBoolean() ? "--- # start\n" : "%YAML 1.1\n---\n");
        }
        style.mapping((ObjectNode) tree, 0);
        if (random.nextInt(4) == 0) {
            style.text.append("# end\n");
        }
        String all = style.text.toString();
        String open = all.substring(0, all.length() - 1);
        // Block text at the end would mean something else without its line break.
        if (random.nextInt(5) == 0 && Manifest.parse(open).trees().equals(List.of(tree))) {
            all = open;
        }
        return random.nextInt(4) == 0 ? all.replace("\n", "\r\n") : all;
    }

    private boolean one(int of) {
        return random.nextInt(of) == 0;
    }

    /** What is above a line: nothing, empty lines, comments. */
    private void above(int column) {
        // Empty lines below block text that keeps them would become part of it.
        if (one(6) && text.indexOf("\n\n", Math.max(0, text.length() - 2)) < 0) {
            text.append(one(3) ? "  \n" : "\n");
        }
        if (comments && one(3)) {
            pad(column);
            text.append("# above: \ud83d\ude80\n");
        }
    }

    private void endLine() {
        if (comments && one(4)) {
            text.append("   # behind, {it}");
        }
        text.append(one(12) ? "  \n" : "\n");
    }

    private void pad(int column) {
        text.append(" ".repeat(column));
    }

    private void mapping(ObjectNode object, int column) {
        boolean first = true;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!first) {
                above(column);
                pad(column);
            } else if (column == 0) {
                above(0);
            }
            first = false;
            if (one(25)) {
                text.append("? ").append(key(entry.getKey())).append('\n');
                pad(column);
                text.append(':');
            } else {
                text.append(key(entry.getKey())).append(one(20) ? " :" : ":");
            }
            value(entry.getValue(), column, column + step, column + dash);
        }
        if (comments && one(4)) {
            pad(column);
            text.append("# below\n");
        }
    }

    private String key(String key) {
        return one(10) ? "\"" + key + "\"" : one(15) ? "'" + key + "'" : key;
    }

    private void value(JsonNode value, int parent, int column, int dashColumn) {
        if (value.isContainer() && (value.isEmpty() || (flow && one(3)))) {
            text.append(' ');
            flow(value, parent + 1 + random.nextInt(4), one(2));
            endLine();
        } else if (value instanceof ObjectNode object) {
            anchor();
            endLine();
            above(column);
            pad(column);
            mapping(object, column);
        } else if (value.isArray()) {
            anchor();
            endLine();
            for (JsonNode each : value) {
                above(dashColumn);
                pad(dashColumn);
                item(each, dashColumn);
            }
        } else {
            scalar(value, column);
        }
    }

    private void anchor() {
        if (anchors && one(2)) {
            text.append(" &a").append(names++ % 3);
        }
    }

    private void item(JsonNode value, int dashColumn) {
        text.append('-');
        int column = dashColumn + item;
        if (value instanceof ObjectNode object && !object.isEmpty() && !(flow && one(3))) {
            if (one(8)) {
                endLine();
                above(column);
                pad(column);
            } else {
                pad(item - 1);
            }
            mapping(object, column);
        } else {
            value(value, dashColumn, column, column);
        }
    }

    private void scalar(JsonNode value, int column) {
        if (value.isNull()) {
            text.append(List.of("", " ~", " null").get(random.nextInt(3)));
            endLine();
        } else if (!value.isString()) {
            text.append(' ').append(value.asString());
            endLine();
        } else {
            string(value.stringValue(), column);
        }
    }

    private void string(String value, int column) {
        if (value.indexOf('\n') > 0 && one(2)) {
            text.append(" |")
                    .append(value.endsWith("\n\n") ? "+" : value.endsWith("\n") ? "" : "-")
                    .append('\n');
            for (String line : value.split("\n", -1)) {
                if (!line.isEmpty()) {
                    pad(column);
                }
                text.append(line).append('\n');
            }
            // The last of the split is what follows the last line break.
            if (value.endsWith("\n")) {
                text.setLength(text.length() - 1);
            }
            return;
        }
        text.append(' ');
        if (one(3) && value.indexOf('\n') < 0) {
            text.append('\'').append(value.replace("'", "''")).append('\'');
        } else {
            text.append(ScalarWriter.block(value));
        }
        endLine();
    }

    private void flow(JsonNode value, int column, boolean lines) {
        if (!value.isContainer()) {
            text.append(value.isString() ? ScalarWriter.flow(value.stringValue()) : value.asString());
            return;
        }
        boolean object = value.isObject();
        text.append(object ? '{' : '[');
        List<Runnable> parts = new ArrayList<>();
        if (object) {
            value.properties()
                    .forEach(entry -> parts.add(() -> {
                        text.append(key(entry.getKey())).append(": ");
                        flow(entry.getValue(), column + step, lines && one(2));
                    }));
        } else {
            value.forEach(each -> parts.add(() -> flow(each, column + step, lines && one(2))));
        }
        for (int i = 0; i < parts.size(); i++) {
            start(column, lines);
            parts.get(i).run();
            boolean last = i == parts.size() - 1;
            if (!last || one(5)) {
                text.append(',');
            }
            if (comments && lines && one(4)) {
                text.append(" # in, flow }");
            }
        }
        if (!parts.isEmpty()) {
            start(Math.max(column - 1, 1), lines);
        } else if (one(3)) {
            text.append(' ');
        }
        text.append(object ? '}' : ']');
    }

    private void start(int column, boolean lines) {
        if (lines) {
            text.append('\n');
            pad(column);
        } else if (padded) {
            text.append(' ');
        }
    }
}
