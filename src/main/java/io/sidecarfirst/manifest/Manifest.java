package io.sidecarfirst.manifest;

import io.sidecarfirst.manifest.yaml.Document;
import io.sidecarfirst.manifest.yaml.DocumentEditor;
import io.sidecarfirst.manifest.yaml.DocumentReader;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.manifest.yaml.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A file of Kubernetes objects: YAML documents, JSON values, or a mixture.
 *
 * @param mark the byte order mark that the text starts with, or nothing
 * @param documents in the order of the file
 */
public record Manifest(String mark, List<Document> documents) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    public Manifest {
        documents = List.copyOf(documents);
    }

    /**
     * Reads a file's bytes.
     *
     * @throws ManifestException if they are not UTF-8, or for the reasons of {@link #parse(String)}
     */
    public static Manifest parse(byte[] bytes) {
        return parse(SourceText.decode(bytes));
    }

    /**
     * Reads a file's text.
     *
     * @throws ManifestException if it is binary, or a document is neither YAML nor JSON, has a key twice, or is beyond
     *     the limits of nesting and aliases
     */
    public static Manifest parse(String text) {
        SourceText.refuseBinary(text);
        String mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : "";
        return new Manifest(mark, DocumentReader.read(text.substring(mark.length()), 1));
    }

    /** The file's text, as it was read. */
    public String text() {
        StringBuilder text = new StringBuilder(mark);
        documents.forEach(document -> text.append(document.source()));
        return text.toString();
    }

    /** The file's text with all its documents in one format; those that are in it keep their form. */
    public String in(Format format) {
        return (format == Format.YAML ? mark : "") + format.write(documents);
    }

    /** What its documents say, in their order; those with nothing in them are left out. Not to be changed. */
    public List<JsonNode> trees() {
        return documents.stream()
                .filter(Document.Parsed.class::isInstance)
                .map(document -> ((Document.Parsed) document).tree())
                .toList();
    }

    /** Every object in the file, in its order; those of lists one by one. */
    public List<KubernetesObject> objects() {
        return trees().stream()
                .flatMap(tree -> KubernetesObject.in(tree).stream())
                .toList();
    }

    /** Everything in the file that is a Pod or makes Pods, and whose Pods are known whole, in its order. */
    public List<Workload> workloads() {
        return trees().stream()
                .flatMap(tree -> Workloads.in(tree).found().stream())
                .toList();
    }

    /**
     * A file with something added or taken out.
     *
     * @param notices one for each document whose form could not be kept
     */
    public record Edited(Manifest manifest, List<DocumentEditor.Notice> notices) {
        public Edited {
            notices = List.copyOf(notices);
        }
    }

    /**
     * The file with values added to its documents. A document without additions stays as it is, byte for byte; in the
     * others, what is added to the tree is added to the text, and the rest is kept.
     */
    public Edited add(Function<Document.Parsed, List<DocumentEditor.Addition>> additions) {
        return edit(document -> DocumentEditor.add(document, additions.apply(document)));
    }

    /** The file with values taken out of its documents, each by its path; the rest is kept likewise. */
    public Edited remove(Function<Document.Parsed, List<JsonPointer>> places) {
        return edit(document -> DocumentEditor.remove(document, places.apply(document)));
    }

    private Edited edit(Function<Document.Parsed, DocumentEditor.Edited> editor) {
        List<Document> edited = new ArrayList<>();
        List<DocumentEditor.Notice> notices = new ArrayList<>();
        for (Document document : documents) {
            if (document instanceof Document.Parsed parsed) {
                DocumentEditor.Edited result = editor.apply(parsed);
                edited.add(result.document());
                if (result.notice() != null) {
                    notices.add(result.notice());
                }
            } else {
                edited.add(document);
            }
        }
        return new Edited(new Manifest(mark, edited), notices);
    }
}
