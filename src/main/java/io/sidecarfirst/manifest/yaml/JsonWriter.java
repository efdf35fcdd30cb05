package io.sidecarfirst.manifest.yaml;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tree to JSON, on one line or with two spaces of indentation. */
public final class JsonWriter {
    private static final JsonMapper MAPPER = new JsonMapper();

    private JsonWriter() {}

    public static String onOneLine(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    public static String indented(JsonNode tree, String lineBreak) {
        DefaultIndenter indenter = new DefaultIndenter("  ", lineBreak);
        Separators separators = Separators.createDefaultInstance()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator("");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators)
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
        return MAPPER.writer().with(printer).writeValueAsString(tree);
    }
}
