package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Text to documents. The text is cut at its document markers before anything is parsed. That is right because a marker
 * at the first column is one wherever it stands, even inside a quoted or a block scalar; and no line of a JSON value
 * can start with one.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/#912-document-markers">YAML: document markers</a>
 */
public final class DocumentReader {

    /** A piece of the text, from one marker to the next, and the line on which it starts. */
    private record Chunk(String text, int line) {}

    private final String text;
    private final List<Chunk> chunks = new ArrayList<>();
    private int chunkStart;
    private int chunkLine;

    private DocumentReader(String text, int firstLine) {
        this.text = text;
        this.chunkLine = firstLine;
    }

    /**
     * Reads all documents; their sources, joined, are the text.
     *
     * @param firstLine the line of the file on which the text starts, counted from 1
     * @throws ManifestException if a document cannot be read
     */
    public static List<Document> read(String text, int firstLine) {
        List<Document> documents = new ArrayList<>();
        for (Chunk chunk : new DocumentReader(text, firstLine).split()) {
            try {
                documents.addAll(read(chunk));
            } catch (ManifestException e) {
                throw chunk.text().contains("{{") ? e.ofTemplate() : e;
            }
        }
        return List.copyOf(documents);
    }

    private static List<? extends Document> read(Chunk chunk) {
        String source = chunk.text();
        int content = Lines.contentStart(source);
        if (content == source.length()) {
            return List.of(new Document.Blank(source, chunk.line()));
        }
        return source.charAt(content) == '{' || source.charAt(content) == '['
                ? jsonOrFlowYaml(chunk, content)
                : List.of(yaml(chunk));
    }

    /**
     * A bracket starts JSON, or a YAML flow collection such as {@code {kind: Pod}}. kubectl tries JSON first too. Where
     * neither can be read, the error is the one about JSON.
     */
    private static List<? extends Document> jsonOrFlowYaml(Chunk chunk, int content) {
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

    private static Document.Yaml yaml(Chunk chunk) {
        return new Document.Yaml(chunk.text(), chunk.line(), YamlReader.read(chunk.text(), chunk.line()));
    }

    private List<Chunk> split() {
        // Directives are only such where no document is open; they belong to the marker that follows them.
        boolean open = false;
        boolean directives = false;
        int line = chunkLine;
        int end;
        for (int start = 0; start < text.length(); start = end, line++) {
            end = Lines.end(text, start);
            if (Lines.isMarker(text, start, '-')) {
                if (!directives) {
                    cut(start, line);
                }
                open = true;
                directives = false;
            } else if (Lines.isMarker(text, start, '.')) {
                cut(end, line + 1);
                open = false;
                directives = false;
            } else if (!open) {
                directives |= text.charAt(start) == '%';
                open = text.charAt(start) != '%' && !Lines.isBlank(text, start, end);
            }
        }
        cut(text.length(), line);
        return chunks;
    }

    private void cut(int end, int nextLine) {
        if (end > chunkStart) {
            chunks.add(new Chunk(text.substring(chunkStart, end), chunkLine));
        }
        chunkStart = end;
        chunkLine = nextLine;
    }
}
