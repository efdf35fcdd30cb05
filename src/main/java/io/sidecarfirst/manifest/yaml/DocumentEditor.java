package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds values to a document, and keeps its text: the values are put in where their paths lead, and nothing else is
 * touched. The new text is read back. If it does not mean exactly the tree with the values in it, the whole document is
 * written again instead.
 */
public final class DocumentEditor {
    private static final String WRITE_OUT = "; write it out there to keep the form";

    /**
     * A value that is added.
     *
     * @param at where: a member of an object that exists. A value that is there already is replaced
     */
    public record Addition(JsonPointer at, JsonNode value) {}

    /**
     * A document with the values in it.
     *
     * @param notice why its form is lost; null where it is kept
     */
    public record Edited(Document document, @Nullable Notice notice) {}

    /**
     * A document that could not keep its form and was written again as a whole.
     *
     * @param line the line of the file that is in the way, counted from 1
     * @param reason why, and what to do about it
     */
    public record Notice(int line, String reason) {

        /** One line for a person. */
        public String text() {
            return "line " + line + ": " + reason + "; this document is rewritten, without its comments";
        }
    }

    private final Document.Parsed document;
    private final String source;
    private final TextEdit edit = new TextEdit();
    private final List<SourceNode> above = new ArrayList<>();

    /** Where the first addition is. */
    private @Nullable SourceNode place;

    /** What makes an edit impossible. */
    private @Nullable Notice obstacle;

    /** What may make the edit mean something else than is meant. */
    private @Nullable Notice suspicion;

    private DocumentEditor(Document.Parsed document) {
        this.document = document;
        this.source = document.source();
    }

    /**
     * A document with values added; itself, where it says all of them already.
     *
     * @param additions none of them in a value of another
     */
    public static Edited add(Document.Parsed document, List<Addition> additions) {
        List<Addition> news = additions.stream()
                .filter(addition -> !addition.value().equals(document.tree().at(addition.at())))
                .toList();
        return news.isEmpty() ? new Edited(document, null) : new DocumentEditor(document).edited(news);
    }

    private Edited edited(List<Addition> additions) {
        JsonNode meant = document.tree().deepCopy();
        for (Addition addition : additions) {
            JsonPointer at = addition.at();
            ((ObjectNode) meant.at(at.head()))
                    .set(at.last().getMatchingProperty(), addition.value().deepCopy());
        }
        put(additions, document.tree(), document.root());
        if (obstacle == null) {
            Optional<Document.Parsed> read = readBack(edit.applyTo(source));
            if (read.isPresent() && read.get().tree().equals(DocumentEditor::compareMeaning, meant)) {
                return new Edited(read.get(), null);
            }
        }
        Document.Parsed written = readBack(DocumentWriter.write(document, meant))
                .orElseThrow(() -> new IllegalStateException("a document was written that cannot be read"));
        return new Edited(written, obstacle != null ? obstacle : suspicion != null ? suspicion : misunderstood());
    }

    /** 0 where two values that are no containers mean the same: 09999 is a fraction to Go, and written as 9999.0. */
    private static int compareMeaning(JsonNode one, JsonNode other) {
        boolean same = (one.isBigDecimal() && other.isBigDecimal())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
        return same ? 0 : 1;
    }

    private Optional<Document.Parsed> readBack(String text) {
        try {
            List<Document> read = DocumentReader.read(text, document.line());
            return read.size() == 1
                            && read.get(0) instanceof Document.Parsed parsed
                            && parsed.getClass() == document.getClass()
                    ? Optional.of(parsed)
                    : Optional.empty();
        } catch (ManifestException e) {
            return Optional.empty();
        }
    }

    /** Such as a key that a merge further down overwrites. */
    private Notice misunderstood() {
        String reason = "what is added there would not be read as it is meant";
        return place == null ? new Notice(document.line(), reason) : notice(place, reason);
    }

    /**
     * Puts values into a node, in the order of the text.
     *
     * @param additions with paths that start at the node
     * @param before what the node means; something else than it says, where a merge further down overwrites it
     */
    private void put(List<Addition> additions, JsonNode before, SourceNode node) {
        if (node instanceof SourceNode.Alias alias) {
            // Another addition may be to the anchor itself, and then both are right.
            suspect(node, "what is to be changed is the alias *" + alias.name() + WRITE_OUT);
            return;
        }
        SourceNode.Anchor anchor = node.anchor();
        if (anchor != null && anchor.isUsed()) {
            suspect(
                    node,
                    "what is to be changed has the anchor &" + anchor.name()
                            + ", and an alias would change with it; write one of them out to keep the form");
        }
        boolean inside = additions.stream().noneMatch(addition -> addition.at().matches());
        if (inside && before.isObject() && node instanceof SourceNode.Mapping mapping) {
            putIntoMapping(byFirstStep(additions), before, mapping);
        } else if (inside
                && node instanceof SourceNode.Sequence list
                && before.size() == list.items().size()) {
            putIntoItems(byFirstStep(additions), before, list);
        } else {
            impossible(node, "something there is changed, not only added to");
        }
    }

    private static Map<String, List<Addition>> byFirstStep(List<Addition> additions) {
        Map<String, List<Addition>> steps = new LinkedHashMap<>();
        for (Addition addition : additions) {
            JsonPointer at = addition.at();
            steps.computeIfAbsent(at.getMatchingProperty(), step -> new ArrayList<>())
                    .add(new Addition(at.tail(), addition.value()));
        }
        return steps;
    }

    private void putIntoItems(Map<String, List<Addition>> additions, JsonNode before, SourceNode.Sequence list) {
        above.add(list);
        for (int i = 0; i < before.size(); i++) {
            List<Addition> own = additions.get(String.valueOf(i));
            if (own != null) {
                put(own, before.get(i), list.items().get(i));
            }
        }
        above.remove(above.size() - 1);
    }

    private void putIntoMapping(Map<String, List<Addition>> additions, JsonNode before, SourceNode.Mapping mapping) {
        for (Map.Entry<String, JsonNode> old : before.properties()) {
            List<Addition> own = additions.get(old.getKey());
            if (own != null) {
                change(own, old.getValue(), mapping, old.getKey());
            }
        }
        ObjectNode added = JsonNodeFactory.instance.objectNode();
        additions.forEach((key, own) -> {
            if (!before.has(key)) {
                own.forEach(addition -> added.set(key, addition.value()));
            }
        });
        if (!added.isEmpty()) {
            insert(mapping, added);
        }
    }

    private void change(List<Addition> additions, JsonNode old, SourceNode.Mapping mapping, String key) {
        Optional<SourceNode.Entry> entry = mapping.entry(key);
        if (entry.isEmpty()) {
            impossible(mapping, "\"" + key + "\" comes through a merge (<<)" + WRITE_OUT);
        } else if (old.isContainer() || entry.get().value() instanceof SourceNode.Alias) {
            above.add(mapping);
            put(additions, old, entry.get().value());
            above.remove(above.size() - 1);
        } else {
            additions.forEach(addition -> replace(entry.get(), addition.value(), mapping));
        }
    }

    private void insert(SourceNode.Mapping mapping, ObjectNode added) {
        place = place == null ? mapping : place;
        boolean done = mapping.flow()
                ? new FlowInsertion(source, flowStyle(mapping), edit).addTo(mapping, added)
                : new BlockInsertion(source, BlockStyle.around(mapping, above), edit).addTo(mapping, added);
        if (!done) {
            impossible(mapping, "there is no place for a new key below the last one");
        }
    }

    private FlowStyle flowStyle(SourceNode.Mapping mapping) {
        return FlowStyle.of(mapping, above, source, document instanceof Document.Json);
    }

    /** Null, or a text that is out of date. */
    private void replace(SourceNode.Entry entry, JsonNode value, SourceNode.Mapping mapping) {
        place = place == null ? entry.value() : place;
        if (!(entry.value() instanceof SourceNode.Scalar old) || old.anchor() != null || old.tagged()) {
            impossible(entry.value(), "the value there has an anchor or a tag" + WRITE_OUT);
        } else if (!mapping.flow() && value instanceof ObjectNode object && !object.isEmpty()) {
            BlockStyle style = BlockStyle.around(mapping, above);
            edit.replace(skipBlanksBack(old.start(), old.end()), old.end(), "");
            new BlockInsertion(source, style, edit).fill(old.end(), mapping.column() + style.step(), object);
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

    private void impossible(SourceNode node, String reason) {
        obstacle = obstacle == null ? notice(node, reason) : obstacle;
    }

    private void suspect(SourceNode node, String reason) {
        suspicion = suspicion == null ? notice(node, reason) : suspicion;
    }

    private Notice notice(SourceNode node, String reason) {
        return new Notice(document.line() + Lines.lineAt(source, node.start()) - 1, reason);
    }
}
