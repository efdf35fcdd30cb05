package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a draft has changed into the text of its document. Follows the draft and the nodes of the text together,
 * in the order of the text.
 */
final class DraftWriter {
    private final Document.Parsed document;
    private final String source;
    private final TextEdit edit = new TextEdit();
    private final List<SourceNode> above = new ArrayList<>();

    private final Obstacles obstacles;

    private DraftWriter(Document.Parsed document) {
        this.document = document;
        this.source = document.source();
        this.obstacles = new Obstacles(document);
    }

    static NewText write(Draft draft, Document.Parsed document) {
        DraftWriter writer = new DraftWriter(document);
        writer.put(draft, document.tree(), document.root());
        return new NewText(
                writer.edit.applyTo(document.source()),
                writer.obstacles.obstacle(),
                writer.obstacles.suspicion("what is added there would not be read as it is meant"));
    }

    /**
     * Puts changes into a node.
     *
     * @param before what the node means; something else than it says, where a merge further down overwrites it
     */
    private void put(Draft draft, JsonNode before, SourceNode node) {
        if (node instanceof SourceNode.Alias alias) {
            obstacles.suspectAlias(alias);
            return;
        }
        obstacles.suspectAnchor(node);
        JsonNode replacement = draft.replacement().orElse(null);
        boolean isList = node instanceof SourceNode.Sequence list
                && before.size() == list.items().size();
        boolean done = false;
        if (replacement == null && before.isObject() && node instanceof SourceNode.Mapping mapping) {
            putIntoMapping(draft.changedMembers(), before, mapping);
            done = true;
        } else if (replacement == null && isList) {
            putIntoItems(draft.items(), (SourceNode.Sequence) node);
            done = true;
        } else if (replacement instanceof ArrayNode values && isList) {
            obstacles.place(node);
            ((SourceNode.Sequence) node).items().forEach(obstacles::suspectAnchor);
            done = list((SourceNode.Sequence) node).replace(List.copyOf(values.values()));
        }
        if (!done) {
            obstacles.impossible(node, "something there is changed, not only added to");
        }
    }

    private void putIntoItems(List<Draft> items, SourceNode.Sequence list) {
        List<JsonNode> added = new ArrayList<>();
        int index = 0;
        for (Draft item : items) {
            Optional<JsonNode> before = item.before();
            if (before.isEmpty()) {
                added.add(item.result());
                continue;
            }
            insert(index, added, list);
            added.clear();
            if (item.isChanged()) {
                above.add(list);
                put(item, before.get(), list.items().get(index));
                above.remove(above.size() - 1);
            }
            index++;
        }
        insert(index, added, list);
    }

    private void insert(int index, List<JsonNode> values, SourceNode.Sequence list) {
        if (values.isEmpty()) {
            return;
        }
        obstacles.place(index < list.items().size() ? list.items().get(index) : list);
        if (!list(list).insert(index, values)) {
            obstacles.impossible(list, "there is no place for a new item below the last one");
        }
    }

    private ListEdit list(SourceNode.Sequence list) {
        return new ListEdit(source, list, above, isJson(), edit);
    }

    private void putIntoMapping(Map<String, Draft> changed, JsonNode before, SourceNode.Mapping mapping) {
        for (Map.Entry<String, JsonNode> old : before.properties()) {
            Draft member = changed.get(old.getKey());
            if (member != null) {
                change(member, old.getValue(), mapping, old.getKey());
            }
        }
        ObjectNode added = JsonNodeFactory.instance.objectNode();
        changed.forEach((key, member) -> {
            if (!before.has(key)) {
                added.set(key, member.result());
            }
        });
        if (!added.isEmpty()) {
            insert(mapping, added);
        }
    }

    private void change(Draft member, JsonNode old, SourceNode.Mapping mapping, String key) {
        Optional<SourceNode.Entry> entry = mapping.entry(key);
        if (entry.isEmpty()) {
            obstacles.merged(mapping, key);
        } else if (old.isContainer() || entry.get().value() instanceof SourceNode.Alias) {
            above.add(mapping);
            put(member, old, entry.get().value());
            above.remove(above.size() - 1);
        } else {
            replace(entry.get(), member.result(), mapping);
        }
    }

    private void insert(SourceNode.Mapping mapping, ObjectNode added) {
        obstacles.place(mapping);
        boolean done = mapping.flow()
                ? new FlowInsertion(source, flowStyle(mapping), edit).addTo(mapping, added)
                : new BlockInsertion(source, blockStyle(mapping), edit).addTo(mapping, added);
        if (!done) {
            obstacles.impossible(mapping, "there is no place for a new key below the last one");
        }
    }

    private FlowStyle flowStyle(SourceNode.Mapping mapping) {
        return FlowStyle.of(mapping, above, source, isJson());
    }

    private BlockStyle blockStyle(SourceNode.Mapping mapping) {
        return BlockStyle.around(mapping, above, source);
    }

    private boolean isJson() {
        return document instanceof Document.Json;
    }

    /** Null, or a text that is out of date. */
    private void replace(SourceNode.Entry entry, JsonNode value, SourceNode.Mapping mapping) {
        obstacles.place(entry.value());
        if (!(entry.value() instanceof SourceNode.Scalar old) || old.anchor() != null || old.tagged()) {
            obstacles.notWrittenOut(entry.value(), "the value there has an anchor or a tag");
        } else if (!mapping.flow() && value.isContainer() && !value.isEmpty()) {
            edit.replace(skipBlanksBack(old.start(), old.end()), old.end(), "");
            new BlockInsertion(source, blockStyle(mapping), edit).fill(old.end(), mapping.column(), value);
        } else {
            String text =
                    mapping.flow() || value.isContainer() ? flowStyle(mapping).value(value) : ScalarWriter.block(value);
            edit.replace(old.start(), old.end(), separator(old) + text);
        }
    }

    /** A value that is not written at all may lack its blank, and in flow style even its colon. */
    private String separator(SourceNode.Scalar old) {
        if (old.end() > old.start()) {
            return "";
        }
        char previous = source.charAt(old.start() - 1);
        return previous == ':' ? " " : previous == ' ' ? "" : ": ";
    }

    private int skipBlanksBack(int start, int end) {
        int i = start;
        while (start < end && i > 0 && source.charAt(i - 1) == ' ') {
            i--;
        }
        return i;
    }
}
