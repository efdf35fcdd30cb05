package io.sidecarfirst.manifest;

import tools.jackson.databind.JsonNode;

/** One document of a file, with its exact source text: the texts of all documents, joined, are the file. */
public sealed interface Document {

    /** The text, from its marker or the comments above it to the start of the next document. */
    String source();

    /** The line of the file on which the text starts, counted from 1. */
    int line();

    /** Nothing but comments, markers and empty lines. */
    record Blank(String source, int line) implements Document {}

    /** A document with something in it. */
    sealed interface Parsed extends Document {

        /** What it says. No two places of the tree share a node. Not to be changed. */
        JsonNode tree();
    }

    /** A YAML document. */
    record Yaml(String source, int line, JsonNode tree) implements Parsed {}

    /**
     * A JSON value, with the white space (and a marker) around it.
     *
     * @param from where in the source the value starts
     * @param to where it ends
     */
    record Json(String source, int line, JsonNode tree, int from, int to) implements Parsed {

        /** The value's own text. */
        public String value() {
            return source.substring(from, to);
        }
    }
}
