package io.sidecarfirst.manifest.yaml;

import tools.jackson.databind.JsonNode;

/** One document of a file, with its exact source text: the texts of all documents, joined, are the file. */
public sealed interface Document {

    /** The text, from its marker or the comments above it to the start of the next document. */
    String source();

    /** The line on which the text starts in the file that was read, counted from 1. */
    int line();

    /** Nothing but comments, markers and empty lines. */
    record Blank(String source, int line) implements Document {}

    /** A document with something in it. */
    sealed interface Parsed extends Document {

        /** What it says, and where. */
        SourceNode root();

        /** What it says. No two places of the tree share a node. Not to be changed. */
        default JsonNode tree() {
            return root().value();
        }
    }

    /** A YAML document. */
    record Yaml(String source, int line, SourceNode root) implements Parsed {}

    /** A JSON value, with the white space (and a marker) around it. */
    record Json(String source, int line, SourceNode root) implements Parsed {

        /** Where in the source the value starts. */
        int from() {
            return root.start();
        }

        /** Where it ends. */
        int to() {
            return root.end();
        }

        /** The value's own text. */
        public String value() {
            return source.substring(from(), to());
        }
    }
}
