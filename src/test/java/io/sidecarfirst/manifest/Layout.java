package io.sidecarfirst.manifest;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.goldens.GoldenInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A file in some layout: {@code NAME.yaml} or {@code NAME.json}, and {@code NAME.injected.*}, what becomes of it. */
record Layout(GoldenInput input) {
    private static final String INJECTED = ".injected.*";
    private static final Injection INJECTION = new Injection(Gates.DEFAULT);

    /** All files, by name. */
    static Stream<Layout> all() {
        return GoldenInput.in("layouts", INJECTED).map(Layout::new);
    }

    static Injection.Result inject(String text) {
        return INJECTION.into(Manifest.parse(text));
    }

    /** The trees of a text with the gates in, without any text being written. */
    static List<JsonNode> injectedTrees(String text) {
        List<JsonNode> trees = new ArrayList<>();
        for (JsonNode tree : trees(text)) {
            // A list on one line is written anew by Jackson alone: no code of the edit is in the way.
            trees.addAll(trees(inject(tree.toString()).text()));
        }
        return trees;
    }

    static List<JsonNode> trees(String text) {
        return Manifest.parse(text).documents().stream()
                .filter(Document.Parsed.class::isInstance)
                .map(document -> ((Document.Parsed) document).tree())
                .toList();
    }

    /** Whether the file says by its name that its form cannot be kept. */
    boolean impossible() {
        return name().contains("-impossible");
    }

    /** Whether something in it is replaced, so that the text does not only grow. */
    boolean replaces() {
        return Stream.of("stale-", "tilde-", "null-in-flow", "tabs.json").anyMatch(name()::startsWith);
    }

    String name() {
        return input.toString();
    }

    String text() {
        return input.text();
    }

    GoldenFile injectedFile() {
        return input.output(INJECTED);
    }

    @Override
    public String toString() {
        return name();
    }
}
