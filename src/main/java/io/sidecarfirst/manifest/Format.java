package io.sidecarfirst.manifest;

import io.sidecarfirst.manifest.yaml.Document;
import io.sidecarfirst.manifest.yaml.JsonWriter;
import io.sidecarfirst.manifest.yaml.YamlWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A format that manifests are written in. */
public enum Format {
    /** YAML documents, each with a marker above it. */
    YAML {
        /** As kubectl prints it, without a marker. */
        @Override
        public String write(JsonNode tree) {
            return YamlWriter.write(tree);
        }

        @Override
        String write(List<Document> documents) {
            Stream stream = new Stream();
            for (Document document : documents) {
                stream.append(document instanceof Document.Json json ? write(json.tree()) : document.source());
            }
            return stream.text();
        }
    },

    /** JSON values, one below the other, as kubectl reads them; comments have no place there. */
    JSON {
        /** With two spaces of indentation, and a line break at its end. */
        @Override
        public String write(JsonNode tree) {
            return JsonWriter.indented(tree, "\n") + "\n";
        }

        @Override
        String write(List<Document> documents) {
            StringBuilder text = new StringBuilder();
            for (Document document : documents) {
                if (document instanceof Document.Json json) {
                    text.append(json.value()).append('\n');
                } else if (document instanceof Document.Yaml yaml) {
                    text.append(write(yaml.tree()));
                }
            }
            return text.toString();
        }
    };

    /** A tree as text that ends with a line break. */
    public abstract String write(JsonNode tree);

    /** Documents in this format; those that are in it keep their form. */
    abstract String write(List<Document> documents);

    /** Texts of documents or of whole files, joined so that their documents stay apart. */
    public static final class Stream {
        private static final String BYTE_ORDER_MARK = "\uFEFF";

        private final StringBuilder all = new StringBuilder();

        public void append(String added) {
            // A byte order mark may stand at the beginning of the stream only.
            String text = all.isEmpty() || !added.startsWith(BYTE_ORDER_MARK) ? added : added.substring(1);
            if (!all.isEmpty() && !text.isBlank()) {
                if (all.charAt(all.length() - 1) != '\n') {
                    all.append('\n');
                }
                if (text.startsWith("%")) {
                    // A directive counts only where the document before it is ended.
                    all.append("...\n");
                } else if (!text.startsWith("---")) {
                    all.append("---\n");
                }
            }
            all.append(text);
        }

        public String text() {
            return all.toString();
        }
    }
}
