package io.sidecarfirst.manifest;

import tools.jackson.databind.JsonNode;

/** A tree as text, for whoever asks a command for it. */
public final class TreeText {
    private TreeText() {}

    /** JSON with two spaces of indentation, and a line break at its end. */
    public static String json(JsonNode tree) {
        return JsonWriter.indented(tree, "\n") + "\n";
    }

    /** A YAML document as kubectl prints it, without a marker. */
    public static String yaml(JsonNode tree) {
        return YamlWriter.write(tree);
    }
}
