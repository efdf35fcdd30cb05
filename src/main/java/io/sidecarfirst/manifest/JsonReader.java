package io.sidecarfirst.manifest;

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

/** JSON objects, one after another, as kubectl accepts them. */
final class JsonReader {
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

    private JsonReader() {}

    /** Jackson's parser, within our limits. */
    static JsonParser parser(String text) {
        return MAPPER.createParser(text);
    }

    /**
     * Reads the values from an offset to the end of the text.
     *
     * @throws ManifestException if something there is not a JSON object or array, or an object has a key twice
     */
    static List<Document.Json> read(String text, int line, int offset) {
        List<Document.Json> documents = new ArrayList<>();
        int sourceStart = 0;
        int valueStart = offset;
        int sourceLine = line;
        int lineOfOffset = line + SourceText.lineAt(text, offset) - 1;
        try (JsonParser parser = parser(text.substring(offset))) {
            while (valueStart < text.length()) {
                refuseScalar(parser.nextToken(), text, valueStart, line);
                JsonNode tree = MAPPER.readTree(parser);
                int valueEnd = offset + Math.toIntExact(parser.currentLocation().getCharOffset());
                int next = Lines.skipSpace(text, valueEnd, text.length());
                // White space between two values goes with the second, at the end with the last.
                int sourceEnd = next == text.length() ? next : valueEnd;
                documents.add(new Document.Json(
                        text.substring(sourceStart, sourceEnd),
                        sourceLine,
                        tree,
                        valueStart - sourceStart,
                        valueEnd - sourceStart));
                sourceStart = sourceEnd;
                sourceLine = line + SourceText.lineAt(text, sourceEnd) - 1;
                valueStart = next;
            }
        } catch (JacksonException e) {
            int at = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new ManifestException(
                    lineOfOffset + at - 1, "not valid JSON: " + e.getOriginalMessage(), "fix it there");
        }
        return documents;
    }

    private static void refuseScalar(JsonToken token, String text, int at, int line) {
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            throw new ManifestException(
                    line + SourceText.lineAt(text, at) - 1,
                    "not valid JSON: something other than an object or array follows the value",
                    "remove it");
        }
    }
}
