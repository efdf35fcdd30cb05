package io.sidecarfirst.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Where in the text of a JSON document its values stand. */
final class JsonLayout {
    private final JsonParser parser;
    private final String source;
    private final int from;

    private JsonLayout(JsonParser parser, String source, int from) {
        this.parser = parser;
        this.source = source;
        this.from = from;
    }

    static SourceNode of(Document.Json document) {
        try (JsonParser parser = JsonReader.parser(document.value())) {
            JsonLayout layout = new JsonLayout(parser, document.source(), document.from());
            return layout.node(parser.nextToken());
        }
    }

    private SourceNode node(JsonToken token) {
        int start = start();
        return switch (token) {
            case START_OBJECT -> object(start);
            case START_ARRAY -> array(start);
            default ->
                scalar(
                        start,
                        end(),
                        token == JsonToken.VALUE_STRING ? SourceNode.Quotes.DOUBLE : SourceNode.Quotes.NONE);
        };
    }

    private SourceNode object(int start) {
        List<SourceNode.Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int key = start();
            SourceNode name = scalar(key, keyEnd(key), SourceNode.Quotes.DOUBLE);
            String text = parser.currentName();
            entries.add(new SourceNode.Entry(name, text, node(parser.nextToken())));
        }
        return new SourceNode.Mapping(start, end(), Optional.empty(), true, 0, List.copyOf(entries));
    }

    private SourceNode array(int start) {
        List<SourceNode> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token));
        }
        return new SourceNode.Sequence(start, end(), Optional.empty(), true, Optional.empty(), List.copyOf(items));
    }

    private static SourceNode scalar(int start, int end, SourceNode.Quotes quotes) {
        return new SourceNode.Scalar(start, end, Optional.empty(), quotes, false);
    }

    private int start() {
        return from + Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }

    private int end() {
        // Jackson reads texts lazily: before this it stands at their start.
        parser.finishToken();
        return from + Math.toIntExact(parser.currentLocation().getCharOffset());
    }

    /** Behind the closing quote; Jackson itself stands behind the colon by then. */
    private int keyEnd(int start) {
        int i = start + 1;
        while (source.charAt(i) != '"') {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }
}
