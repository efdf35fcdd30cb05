package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

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
        return new Manifest(mark, DocumentReader.read(text.substring(mark.length())));
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

    /** Everything in the file that is a Pod or makes Pods, in its order. */
    public List<Workload> workloads() {
        return documents.stream()
                .flatMap(document -> workloads(document).stream())
                .toList();
    }

    /**
     * A file's text after a change.
     *
     * @param notices for each document whose form could not be kept
     */
    public record Rewritten(String text, List<Notice> notices) {
        public Rewritten {
            notices = List.copyOf(notices);
        }
    }

    /**
     * The file with its Pods changed. The function gets each workload with a Pod of its own, which it may change and
     * return; empty, or a Pod that is equal, means unchanged. A document without a changed Pod is written back as it was,
     * byte for byte; in a changed one, what is added to the Pods is added to the text, and the rest is kept.
     */
    public Rewritten rewrite(Function<Workload, Optional<ObjectNode>> change) {
        return rewriteTrees(document -> changed(document, change));
    }

    /** The file with its documents changed; empty, or a tree that is equal, means unchanged. */
    public Rewritten rewriteTrees(Function<Document.Parsed, Optional<JsonNode>> change) {
        StringBuilder text = new StringBuilder(mark);
        List<Notice> notices = new ArrayList<>();
        for (Document document : documents) {
            Optional<DocumentEditor.Edited> edited = document instanceof Document.Parsed parsed
                    ? change.apply(parsed)
                            .filter(tree -> !tree.equals(parsed.tree()))
                            .map(tree -> DocumentEditor.edit(parsed, tree))
                    : Optional.empty();
            text.append(edited.map(DocumentEditor.Edited::text).orElseGet(document::source));
            edited.flatMap(DocumentEditor.Edited::notice).ifPresent(notices::add);
        }
        return new Rewritten(text.toString(), notices);
    }

    private static List<Workload> workloads(Document document) {
        return document instanceof Document.Parsed parsed ? Workloads.in(parsed.tree()) : List.of();
    }

    private static Optional<JsonNode> changed(
            Document.Parsed document, Function<Workload, Optional<ObjectNode>> change) {
        Optional<JsonNode> changed = Optional.empty();
        for (Workload workload : Workloads.in(document.tree())) {
            ObjectNode own = workload.pod().deepCopy();
            Optional<ObjectNode> pod = change.apply(
                            new Workload(workload.kind(), workload.name(), workload.namespace(), own, workload.at()))
                    .filter(result -> !result.equals(workload.pod()));
            if (pod.isPresent()) {
                JsonNode root = changed.orElseGet(() -> document.tree().deepCopy());
                changed = Optional.of(replaced(root, workload.at(), pod.get()));
            }
        }
        return changed;
    }

    private static JsonNode replaced(JsonNode root, JsonPointer at, ObjectNode pod) {
        if (at.matches()) {
            return pod;
        }
        JsonNode parent = root.at(at.head());
        if (parent instanceof ArrayNode items) {
            items.set(at.last().getMatchingIndex(), pod);
        } else if (parent instanceof ObjectNode object) {
            object.set(at.last().getMatchingProperty(), pod);
        }
        return root;
    }
}
