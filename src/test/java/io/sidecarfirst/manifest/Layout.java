package io.sidecarfirst.manifest;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A file in some layout: {@code NAME.yaml} or {@code NAME.json}, and {@code NAME.injected.*}, what becomes of it. */
record Layout(Path file, String text) {
    static final String REFRESH = "mvn -q test -Dtest=LayoutTest -Dlayouts=refresh";
    private static final Path FOLDER = Path.of("src/test/resources/layouts");
    private static final Injection INJECTION =
            new Injection(new Gate(Settings.DEFAULTS, Sources.IN_ORDER, Vetoes.inOrder(Settings.DEFAULTS)));

    /** All files, by name. */
    static Stream<Layout> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(file -> !file.toString().contains(".injected."))
                    .sorted()
                    .map(file -> new Layout(file, read(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return file.getFileName().toString();
    }

    Path injectedFile() {
        return FOLDER.resolve(name().replaceFirst("\\.(yaml|json)$", ".injected.$1"));
    }

    @Override
    public String toString() {
        return name();
    }
}
