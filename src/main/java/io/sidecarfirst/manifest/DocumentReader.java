package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;

/** Text of a file to its documents. */
final class DocumentReader {
    private DocumentReader() {}

    /**
     * Reads all documents. JSON is cut at document markers too: no JSON value can hold a line that starts with one.
     *
     * @throws ManifestException if a document cannot be read
     */
    static List<Document> read(String text) {
        List<Document> documents = new ArrayList<>();
        for (YamlStream.Chunk chunk : YamlStream.split(text)) {
            String source = chunk.text();
            int content = DocumentFrame.contentStart(source);
            if (content == source.length()) {
                documents.add(new Document.Blank(source, chunk.line()));
            } else if (source.charAt(content) == '{' || source.charAt(content) == '[') {
                documents.addAll(jsonOrFlowYaml(chunk, content));
            } else {
                documents.add(yaml(chunk));
            }
        }
        return List.copyOf(documents);
    }

    /**
     * A bracket starts JSON, or a YAML flow collection such as {@code {kind: Pod}}. kubectl tries JSON first too. Where
     * neither can be read, the error is the one about JSON.
     */
    private static List<? extends Document> jsonOrFlowYaml(YamlStream.Chunk chunk, int content) {
        try {
            return JsonReader.read(chunk.text(), chunk.line(), content);
        } catch (ManifestException notJson) {
            try {
                return List.of(yaml(chunk));
            } catch (ManifestException notYaml) {
                notJson.addSuppressed(notYaml);
                throw notJson;
            }
        }
    }

    private static Document.Yaml yaml(YamlStream.Chunk chunk) {
        return new Document.Yaml(chunk.text(), chunk.line(), YamlReader.read(chunk.text(), chunk.line()));
    }
}
