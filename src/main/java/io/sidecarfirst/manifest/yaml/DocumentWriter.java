package io.sidecarfirst.manifest.yaml;

import tools.jackson.databind.JsonNode;

/**
 * Writes a whole document again, in its own format, where its text cannot be added to. What stands around the content
 * stays: directives, marker and comments above, comments and the end marker below.
 */
final class DocumentWriter {
    private DocumentWriter() {}

    static String write(Document.Parsed document, JsonNode changed) {
        return document instanceof Document.Json json ? json(json, changed) : yaml(document.source(), changed);
    }

    private static String json(Document.Json document, JsonNode changed) {
        boolean oneLine = document.value().indexOf('\n') < 0;
        String value = oneLine
                ? JsonWriter.onOneLine(changed)
                : JsonWriter.indented(changed, Lines.lineBreak(document.value()));
        return document.source().substring(0, document.from())
                + value
                + document.source().substring(document.to());
    }

    private static String yaml(String source, JsonNode changed) {
        int start = Lines.contentStart(source);
        String content = YamlWriter.write(changed);
        String tail = source.substring(tailStart(source, start));
        String empty = tail.substring(0, Lines.skipSpace(tail, 0, tail.length()));
        if (content.endsWith("\n\n") || empty.indexOf(' ') >= 0 || empty.indexOf('\t') >= 0) {
            // Empty lines would become part of a text above that keeps them, and blanks in them of any text in block
            // style.
            tail = tail.substring(empty.length());
        }
        String lineBreak = Lines.lineBreak(source);
        return head(source, start) + (lineBreak.equals("\n") ? content : content.replace("\n", lineBreak)) + tail;
    }

    private static String head(String source, int content) {
        int lineStart = Lines.startOf(source, content);
        // "--- {a: b}" or "--- !!map": the marker stays, what follows it is written again.
        return Lines.isMarker(source, lineStart, '-')
                ? source.substring(0, lineStart) + "---" + Lines.lineBreak(source)
                : source.substring(0, lineStart);
    }

    /** Only comments at the first column are surely comments: an indented one may be text of a block scalar. */
    private static int tailStart(String source, int content) {
        int tail = source.length();
        while (tail > content) {
            int start = Lines.start(source, tail);
            boolean outside = source.charAt(start) == '#'
                    || Lines.isMarker(source, start, '.')
                    || Lines.skipSpace(source, start, tail) == tail;
            if (start <= content || !outside) {
                break;
            }
            tail = start;
        }
        return tail;
    }
}
