package io.sidecarfirst.manifest;

import tools.jackson.databind.JsonNode;

/** A document whose tree was changed, as text in its own format. */
final class DocumentWriter {
    private DocumentWriter() {}

    static String write(Document.Parsed document, JsonNode changed) {
        return document instanceof Document.Json json ? json(json, changed) : yaml(document.source(), changed);
    }

    private static String json(Document.Json document, JsonNode changed) {
        boolean oneLine = document.value().indexOf('\n') < 0;
        String value = oneLine
                ? JsonWriter.onOneLine(changed)
                : JsonWriter.indented(changed, DocumentFrame.lineBreak(document.value()));
        return document.source().substring(0, document.from())
                + value
                + document.source().substring(document.to());
    }

    private static String yaml(String source, JsonNode changed) {
        DocumentFrame frame = DocumentFrame.of(source);
        String content = YamlWriter.write(changed);
        String tail = frame.tail();
        if (content.endsWith("\n\n")) {
            // A text that keeps its empty lines comes last: those below would become part of it.
            tail = tail.substring(Lines.skipSpace(tail, 0, tail.length()));
        }
        String lineBreak = DocumentFrame.lineBreak(source);
        return frame.head() + (lineBreak.equals("\n") ? content : content.replace("\n", lineBreak)) + tail;
    }
}
