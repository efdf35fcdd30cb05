package io.sidecarfirst.manifest;

import java.util.List;

/** A format that manifests are written in. */
public enum Format {
    /** YAML documents, each with a marker above it. */
    YAML {
        @Override
        String write(List<Document> documents) {
            Stream stream = new Stream();
            for (Document document : documents) {
                stream.append(
                        document instanceof Document.Json json ? YamlWriter.write(json.tree()) : document.source());
            }
            return stream.text();
        }
    },

    /** JSON values, one below the other, as kubectl reads them; comments have no place there. */
    JSON {
        @Override
        String write(List<Document> documents) {
            StringBuilder text = new StringBuilder();
            for (Document document : documents) {
                if (document instanceof Document.Json json) {
                    text.append(json.value()).append('\n');
                } else if (document instanceof Document.Yaml yaml) {
                    text.append(JsonWriter.indented(yaml.tree(), "\n")).append('\n');
                }
            }
            return text.toString();
        }
    };

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
