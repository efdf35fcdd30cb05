package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document whose tree was changed, as text that is still the author's: what was added to the tree is added to the text,
 * and nothing else is touched. The text is read again, and given up for a new one where it does not mean exactly the
 * changed tree.
 */
final class DocumentEditor {
    private static final String WRITE_OUT = "; write it out there to keep the form";

    /**
     * A changed document.
     *
     * @param notice why its form is lost, where it is
     */
    record Edited(String text, Optional<Notice> notice) {}

    private final Document.Parsed document;
    private final String source;
    private final boolean json;
    private final String lineBreak;
    private final TextEdit edit = new TextEdit();
    private final List<SourceNode> above = new ArrayList<>();

    /** Where the first change is. */
    private Optional<SourceNode> place = Optional.empty();

    /** What makes an edit impossible. */
    private Optional<Notice> obstacle = Optional.empty();

    /** What may make the edit mean something else than the changed tree. */
    private Optional<Notice> suspicion = Optional.empty();

    private DocumentEditor(Document.Parsed document) {
        this.document = document;
        this.source = document.source();
        this.json = document instanceof Document.Json;
        this.lineBreak = DocumentFrame.lineBreak(source);
    }

    static Edited edit(Document.Parsed document, JsonNode changed) {
        DocumentEditor editor = new DocumentEditor(document);
        editor.compare(document.tree(), changed, layout(document));
        if (editor.obstacle.isEmpty()) {
            String text = editor.edit.applyTo(document.source());
            if (editor.means(text, changed)) {
                return new Edited(text, Optional.empty());
            }
        }
        Notice notice = editor.obstacle.or(() -> editor.suspicion).orElseGet(() -> editor.misunderstood());
        return new Edited(DocumentWriter.write(document, changed), Optional.of(notice));
    }

    private static SourceNode layout(Document.Parsed document) {
        return document instanceof Document.Json value ? JsonLayout.of(value) : YamlLayout.of(document.source());
    }

    /** Such as a key that a merge further down overwrites. */
    private Notice misunderstood() {
        String reason = "what is added there would not be read as it is meant";
        return place.map(node -> notice(node, reason)).orElseGet(() -> new Notice(document.line(), reason));
    }

    private boolean means(String text, JsonNode tree) {
        try {
            List<Document> read = DocumentReader.read(text);
            return read.size() == 1
                    && read.get(0) instanceof Document.Parsed parsed
                    && parsed.getClass() == document.getClass()
                    && parsed.tree().equals(tree);
        } catch (ManifestException e) {
            return false;
        }
    }

    private void compare(JsonNode before, JsonNode after, SourceNode node) {
        if (node instanceof SourceNode.Alias alias) {
            // Another place of the change may be the anchor itself, and then both are right.
            suspect(node, "what is to be changed is the alias *" + alias.name() + WRITE_OUT);
            return;
        }
        node.anchor()
                .filter(SourceNode.Anchor::isUsed)
                .ifPresent(anchor -> suspect(
                        node,
                        "what is to be changed has the anchor &" + anchor.name()
                                + ", and an alias would change with it; write one of them out to keep the form"));
        if (before.isObject() && after instanceof ObjectNode to && node instanceof SourceNode.Mapping mapping) {
            object(before, to, mapping);
        } else if (before.isArray() && node instanceof SourceNode.Sequence list && sameSize(before, after, list)) {
            above.add(list);
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    compare(before.get(i), after.get(i), list.items().get(i));
                }
            }
            above.remove(above.size() - 1);
        } else {
            impossible(node, "something there is changed, not only added to");
        }
    }

    private static boolean sameSize(JsonNode before, JsonNode after, SourceNode.Sequence list) {
        return after.isArray()
                && before.size() == after.size()
                && before.size() == list.items().size();
    }

    private void object(JsonNode before, ObjectNode after, SourceNode.Mapping mapping) {
        ObjectNode added = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : after.properties()) {
            String key = entry.getKey();
            JsonNode old = before.get(key);
            if (old == null) {
                added.set(key, entry.getValue());
            } else if (!old.equals(entry.getValue())) {
                change(old, entry.getValue(), mapping, key);
            }
        }
        if (before.properties().stream().anyMatch(entry -> !after.has(entry.getKey()))) {
            impossible(mapping, "a key is taken away");
        }
        if (!added.isEmpty()) {
            add(mapping, added);
        }
    }

    private void change(JsonNode old, JsonNode value, SourceNode.Mapping mapping, String key) {
        Optional<SourceNode.Entry> entry = mapping.entry(key);
        if (entry.isEmpty()) {
            impossible(mapping, "\"" + key + "\" comes through a merge (<<)" + WRITE_OUT);
        } else if (old.isContainer() || entry.get().value() instanceof SourceNode.Alias) {
            above.add(mapping);
            compare(old, value, entry.get().value());
            above.remove(above.size() - 1);
        } else {
            replace(entry.get(), value, mapping);
        }
    }

    private void add(SourceNode.Mapping mapping, ObjectNode added) {
        place = place.or(() -> Optional.of(mapping));
        boolean done = mapping.flow()
                ? new FlowInsertion(source, lineBreak, edit)
                        .addTo(mapping, flowText(mapping).entries(added), style(mapping))
                : new BlockInsertion(source, lineBreak, edit).addTo(mapping, added, BlockIndent.around(mapping, above));
        if (!done) {
            impossible(mapping, "there is no place for a new key below the last one");
        }
    }

    private FlowStyle style(SourceNode.Mapping mapping) {
        return FlowStyle.of(mapping, above, source, json);
    }

    private FlowText flowText(SourceNode.Mapping mapping) {
        return new FlowText(style(mapping), lineBreak);
    }

    /** Null, or a text that is out of date. */
    private void replace(SourceNode.Entry entry, JsonNode value, SourceNode.Mapping mapping) {
        place = place.or(() -> Optional.of(entry.value()));
        if (!(entry.value() instanceof SourceNode.Scalar old) || old.anchor().isPresent() || old.tagged()) {
            impossible(entry.value(), "the value there has an anchor or a tag" + WRITE_OUT);
        } else if (!mapping.flow() && value instanceof ObjectNode object && !object.isEmpty()) {
            BlockIndent indent = BlockIndent.around(mapping, above);
            edit.replace(skipBlanksBack(old.start(), old.end()), old.end(), "");
            new BlockInsertion(source, lineBreak, edit)
                    .fill(old.end(), mapping.column() + indent.step(), object, indent);
        } else {
            String text =
                    mapping.flow() || value.isContainer() ? flowText(mapping).value(value) : ScalarText.block(value);
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

    private void impossible(SourceNode node, String reason) {
        obstacle = obstacle.or(() -> Optional.of(notice(node, reason)));
    }

    private void suspect(SourceNode node, String reason) {
        suspicion = suspicion.or(() -> Optional.of(notice(node, reason)));
    }

    private Notice notice(SourceNode node, String reason) {
        return new Notice(document.line() + SourceText.lineAt(source, node.start()) - 1, reason);
    }
}
