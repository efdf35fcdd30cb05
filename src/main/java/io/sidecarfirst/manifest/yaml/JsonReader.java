package io.sidecarfirst.manifest.yaml;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects, one after another, as kubectl accepts them, to their values and their places. */
final class JsonReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(YamlReader.DEEPEST)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonParser parser;

    /** All the text that is read. */
    private final String text;

    /** Where in it the parser has started. */
    private final int offset;

    /** Where in it the source of the current document starts. */
    private int sourceStart;

    private JsonReader(JsonParser parser, String text, int offset) {
        this.parser = parser;
        this.text = text;
        this.offset = offset;
    }

    /**
     * Reads the values from an offset to the end of the text.
     *
     * @throws ManifestException if something there is not a JSON object or array, or an object has a key twice
     */
    static List<Document.Json> read(String text, int line, int offset) {
        try (JsonParser parser = MAPPER.createParser(text.substring(offset))) {
            return new JsonReader(parser, text, offset).documents(line);
        } catch (JacksonException e) {
            int at = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new ManifestException(
                    line + Lines.lineAt(text, offset) - 1 + at - 1,
                    "not valid JSON: " + e.getOriginalMessage(),
                    "fix it there");
        }
    }

    private List<Document.Json> documents(int line) {
        List<Document.Json> documents = new ArrayList<>();
        int sourceLine = line;
        int valueStart = offset;
        while (valueStart < text.length()) {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
                throw new ManifestException(
                        line + Lines.lineAt(text, valueStart) - 1,
                        "not valid JSON: something other than an object or array follows the value",
                        "remove it");
            }
            SourceNode root = node(token);
            int valueEnd = sourceStart + root.end();
            int next = Lines.skipSpace(text, valueEnd, text.length());
            // White space between two values goes with the second, at the end with the last.
            int sourceEnd = next == text.length() ? next : valueEnd;
            documents.add(new Document.Json(text.substring(sourceStart, sourceEnd), sourceLine, root));
            sourceStart = sourceEnd;
            sourceLine = line + Lines.lineAt(text, sourceEnd) - 1;
            valueStart = next;
        }
        return documents;
    }

    private SourceNode node(JsonToken token) {
        int start = start();
        return switch (token) {
            case START_OBJECT -> object(start);
            case START_ARRAY -> array(start);
            case VALUE_STRING -> scalar(NODES.stringNode(parser.getString()), start);
            default -> scalar(MAPPER.readTree(parser), start);
        };
    }

    private SourceNode scalar(JsonNode value, int start) {
        return new SourceNode.Scalar(value, start, end(), null, false, false);
    }

    private SourceNode object(int start) {
        ObjectNode object = NODES.objectNode();
        List<SourceNode.Entry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            int keyStart = start();
            String name = parser.currentName();
            SourceNode value = node(parser.nextToken());
            object.set(name, value.value());
            entries.add(new SourceNode.Entry(name, keyStart, keyEnd(keyStart), true, value));
        }
        return new SourceNode.Mapping(object, start, end(), null, true, 0, List.copyOf(entries));
    }

    private SourceNode array(int start) {
        ArrayNode array = NODES.arrayNode();
        List<SourceNode> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            SourceNode item = node(token);
            items.add(item);
            array.add(item.value());
        }
        return new SourceNode.Sequence(array, start, end(), null, true, 0, List.of(), List.copyOf(items));
    }

    private int start() {
        return place(parser.currentTokenLocation().getCharOffset());
    }

    private int end() {
        // Jackson reads texts lazily: before this it stands at their start.
        parser.finishToken();
        return place(parser.currentLocation().getCharOffset());
    }

    private int place(long charOffset) {
        return offset + Math.toIntExact(charOffset) - sourceStart;
    }

    /** Behind the closing quote; Jackson itself stands behind the colon by then. */
    private int keyEnd(int start) {
        int i = sourceStart + start + 1;
        while (text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1 - sourceStart;
    }
}
