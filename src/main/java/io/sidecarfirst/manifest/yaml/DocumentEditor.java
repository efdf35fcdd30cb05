package io.sidecarfirst.manifest.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * Adds values to a document or takes some out, and keeps its text: it is changed where their paths lead, and nothing
 * else is touched. The new text is read back. If it does not mean exactly the tree with the values in it, or without
 * them, the whole document is written again instead.
 */
public final class DocumentEditor {
    /**
     * A value that is added.
     *
     * @param at where, as in JSON Patch: a member of an object, whose value is replaced if it has one; or an item of a
     *     list, before the one that is there, and {@code -} or their number for one behind the last
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4.1">RFC 6902: add</a>
     */
    public record Addition(JsonPointer at, JsonNode value) {}

    /**
     * A document with the values in it, or without them.
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

    private DocumentEditor() {}

    /**
     * A document with values added; itself, where it says all of them already. An item of a list is inserted even where
     * it says the same as another.
     *
     * @param additions in the order in which they apply: a path leads through what those before it have made
     * @throws IllegalArgumentException if a path leads nowhere
     */
    public static Edited add(Document.Parsed document, List<Addition> additions) {
        Draft draft = Draft.of(document.tree());
        additions.forEach(addition -> draft.add(addition.at(), addition.value()));
        return draft.isChanged()
                ? edited(document, draft.result(), DraftWriter.write(draft, document))
                : new Edited(document, null);
    }

    /**
     * A document with values taken out: members of objects, items of lists. An object or a list that has nothing left
     * goes, too, unless it stands in brackets of its own in block style.
     *
     * @param places their paths, as they are before any of them is taken out
     * @throws IllegalArgumentException if a path leads nowhere, or to the document itself
     */
    public static Edited remove(Document.Parsed document, Collection<JsonPointer> places) {
        if (places.isEmpty()) {
            return new Edited(document, null);
        }
        Cuts cuts = Cuts.of(document, places);
        return edited(document, cuts.result(document.tree()), CutWriter.write(cuts, document));
    }

    private static Edited edited(Document.Parsed document, JsonNode meant, NewText changed) {
        if (changed.obstacle().isEmpty()) {
            Optional<Document.Parsed> read = readBack(document, changed.text());
            if (read.isPresent() && read.get().tree().equals(DocumentEditor::compareMeaning, meant)) {
                return new Edited(read.get(), null);
            }
        }
        Document.Parsed written = readBack(document, DocumentWriter.write(document, meant))
                .orElseThrow(() -> new IllegalStateException("a document was written that cannot be read"));
        return new Edited(written, changed.obstacle().orElse(changed.suspicion()));
    }

    /** 0 where two values that are no containers mean the same: 09999 is a fraction to Go, and written as 9999.0. */
    private static int compareMeaning(JsonNode one, JsonNode other) {
        boolean same = (one.isBigDecimal() && other.isBigDecimal())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
        return same ? 0 : 1;
    }

    private static Optional<Document.Parsed> readBack(Document.Parsed document, String text) {
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
}
