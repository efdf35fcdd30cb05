package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes which items a list in a text has. New ones are written like those beside them. */
final class ListEdit {
    private final String text;
    private final SourceNode.Sequence list;
    private final List<SourceNode> items;

    /** What the items lie in, the list itself last. */
    private final List<SourceNode> above;

    private final boolean json;
    private final TextEdit edit;

    /** @param above the nodes that the list lies in, the nearest last */
    ListEdit(String text, SourceNode.Sequence list, List<SourceNode> above, boolean json, TextEdit edit) {
        this.text = text;
        this.list = list;
        this.items = list.items();
        this.above = new ArrayList<>(above);
        this.above.add(list);
        this.json = json;
        this.edit = edit;
    }

    /**
     * Inserts items.
     *
     * @param index of the item that they come before, or the number of items
     * @param values not empty
     * @return whether there is a place for them
     */
    boolean insert(int index, List<JsonNode> values) {
        if (list.flow()) {
            FlowStyle style = flowStyle();
            List<String> parts =
                    values.stream().map(value -> flowItem(index, value, style)).toList();
            new FlowInsertion(text, style, edit).insert(list, index, parts);
            return true;
        }
        List<String> lines =
                values.stream().map(value -> blockItem(index, value)).toList();
        return new BlockListInsertion(text, list, edit).insert(index, lines);
    }

    private String flowItem(int index, JsonNode value, FlowStyle style) {
        return alike(index, value)
                .map(sample -> flowAlike(sample, value))
                .orElseGet(() -> style.items(List.of(value)).get(0));
    }

    private String flowAlike(SourceNode.Mapping sample, JsonNode value) {
        return FlowStyle.of(sample, above, text, json).alike(sample, value, text);
    }

    private String blockItem(int index, JsonNode value) {
        return alike(index, value)
                .map(sample -> likeBlockItem(sample, value))
                .orElseGet(() -> blockStyle(list).items(List.of(value), list.column()));
    }

    private String likeBlockItem(SourceNode.Mapping sample, JsonNode value) {
        BlockStyle style = blockStyle(sample);
        if (!sample.flow()) {
            return style.items(List.of(value), list.column());
        }
        return " ".repeat(list.column()) + "-" + " ".repeat(style.item().width() - 1)
                + flowAlike(sample, value).replace("\r\n", "\n") + "\n";
    }

    /** The nearest item that a new one can be written like; of two as near, the one before. */
    private Optional<SourceNode.Mapping> alike(int index, JsonNode value) {
        if (!(value instanceof ObjectNode object) || object.isEmpty()) {
            return Optional.empty();
        }
        return IntStream.range(0, items.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> i < index ? 2 * (index - 1 - i) : 2 * (i - index) + 1))
                .map(items::get)
                .filter(item -> item instanceof SourceNode.Mapping mapping
                        && !mapping.entries().isEmpty())
                .map(SourceNode.Mapping.class::cast)
                .findFirst();
    }

    /**
     * Makes it a list of other values. Those that it starts and ends with already stay as they are written.
     *
     * @return whether its form can be kept
     */
    boolean replace(List<JsonNode> values) {
        int most = Math.min(items.size(), values.size());
        int same = 0;
        while (same < most && is(same, values.get(same))) {
            same++;
        }
        int sameEnd = 0;
        while (sameEnd < most - same && is(items.size() - 1 - sameEnd, values.get(values.size() - 1 - sameEnd))) {
            sameEnd++;
        }
        if (same + sameEnd == items.size()) {
            return same + sameEnd == values.size() || insert(same, values.subList(same, values.size() - sameEnd));
        }
        if (values.isEmpty()) {
            clear();
            return true;
        }
        if (same + sameEnd == values.size()) {
            // Items only go: one that stays is written again in their place.
            same -= same > 0 ? 1 : 0;
            sameEnd -= same + sameEnd == values.size() ? 1 : 0;
        }
        write(same, items.size() - 1 - sameEnd, values.subList(same, values.size() - sameEnd));
        return true;
    }

    private boolean is(int index, JsonNode value) {
        return items.get(index).value().equals(value);
    }

    private void write(int from, int to, List<JsonNode> values) {
        if (list.flow()) {
            new FlowInsertion(text, flowStyle(), edit).replace(list, from, to, values);
        } else {
            new BlockListInsertion(text, list, edit).replace(from, to, values, blockStyle(list));
        }
    }

    private void clear() {
        if (list.flow()) {
            new FlowInsertion(text, flowStyle(), edit).replace(list, 0, items.size() - 1, List.of());
        } else {
            new BlockListInsertion(text, list, edit).clear();
        }
    }

    private FlowStyle flowStyle() {
        return FlowStyle.of(list, above, text, json);
    }

    private BlockStyle blockStyle(SourceNode node) {
        return BlockStyle.around(node, above, text);
    }
}
