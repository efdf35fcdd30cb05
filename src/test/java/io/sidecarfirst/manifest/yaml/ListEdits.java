package io.sidecarfirst.manifest.yaml;

import io.sidecarfirst.manifest.yaml.DocumentEditor.Addition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What tests put into lists, and texts with it in. */
final class ListEdits {
    private static final String PROXY =
            "{\"sidecar\":\"proxy\",\"source\":\"port\",\"timeoutSeconds\":1,\"tcpSocket\":{\"port\":8080}}";
    private static final String ITS = "{\"sidecar\":\"it's\",\"source\":\"readinessProbe\",\"timeoutSeconds\":1,"
            + "\"exec\":{\"command\":[\"a: b\",\" #c\"]}}";

    private ListEdits() {}

    /** A text that was edited. */
    record Result(String text, List<DocumentEditor.Notice> notices) {}

    static ArrayNode texts() {
        return JsonNodeFactory.instance.arrayNode().add(PROXY).add(ITS);
    }

    static ObjectNode container() {
        ObjectNode container = JsonNodeFactory.instance.objectNode().put("name", "gate");
        container.put("image", "example.org/gate:1");
        container.set("args", texts());
        container.putObject("resources").putObject("limits").put("memory", "16Mi");
        container.putArray("volumeMounts").addObject().put("name", "token").put("readOnly", true);
        return container;
    }

    static Addition add(String path, JsonNode value) {
        return new Addition(JsonPointer.compile(path), value);
    }

    static List<Document.Parsed> parsed(String text) {
        return DocumentReader.read(text, 1).stream()
                .filter(Document.Parsed.class::isInstance)
                .map(Document.Parsed.class::cast)
                .toList();
    }

    static List<JsonNode> trees(String text) {
        return parsed(text).stream().map(Document.Parsed::tree).toList();
    }

    /** A tree with values added; no text is edited for it. */
    static JsonNode added(JsonNode tree, List<Addition> additions) {
        JsonNode copy = tree.deepCopy();
        for (Addition addition : additions) {
            JsonPointer step = addition.at().last();
            JsonNode value = addition.value().deepCopy();
            if (copy.at(addition.at().head()) instanceof ArrayNode list) {
                list.insert(step.getMatchingIndex(), value);
            } else {
                ((ObjectNode) copy.at(addition.at().head())).set(step.getMatchingProperty(), value);
            }
        }
        return copy;
    }

    /** A text with values added to each of its documents. */
    static Result edit(String text, Function<Document.Parsed, List<Addition>> additions) {
        return edited(text, document -> DocumentEditor.add(document, additions.apply(document)));
    }

    /** A text with values taken out of each of its documents that has what the first path leads to. */
    static Result without(String text, String... paths) {
        List<JsonPointer> places = Stream.of(paths).map(JsonPointer::compile).toList();
        return edited(
                text,
                document -> DocumentEditor.remove(
                        document, document.tree().at(places.get(0)).isMissingNode() ? List.of() : places));
    }

    private static Result edited(String text, Function<Document.Parsed, DocumentEditor.Edited> editor) {
        StringBuilder edited = new StringBuilder();
        List<DocumentEditor.Notice> notices = new ArrayList<>();
        for (Document document : DocumentReader.read(text, 1)) {
            if (document instanceof Document.Parsed parsed) {
                DocumentEditor.Edited result = editor.apply(parsed);
                edited.append(result.document().source());
                if (result.notice() != null) {
                    notices.add(result.notice());
                }
            } else {
                edited.append(document.source());
            }
        }
        return new Result(edited.toString(), notices);
    }

    /** The node that a path of names and indexes leads to, where the text itself has it. */
    static SourceNode node(Document.Parsed document, String path) {
        SourceNode node = document.root();
        for (String step : path.substring(1).split("/", -1)) {
            if (node instanceof SourceNode.Mapping mapping) {
                node = mapping.entry(step).orElseThrow().value();
            } else {
                node = ((SourceNode.Sequence) node).items().get(Integer.parseInt(step));
            }
        }
        return node;
    }
}
