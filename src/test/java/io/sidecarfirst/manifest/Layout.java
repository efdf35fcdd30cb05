package io.sidecarfirst.manifest;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A file in some layout: {@code NAME.yaml} or {@code NAME.json}, and {@code NAME.injected.*}, what becomes of it. */
record Layout(Path file, String text) {
    static final String REFRESH = "mvn -q test -Dtest=LayoutTest -Dlayouts=refresh";
    private static final Path FOLDER = Path.of("src/test/resources/layouts");
    private static final Gate GATE = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, Vetoes.inOrder(Settings.DEFAULTS));

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
        return new Injection(GATE).into(Manifest.parse(text));
    }

    static String injected(String text) {
        return inject(text).manifest().text();
    }

    /** The trees of a text with the gates in; no text is edited for them. */
    static List<JsonNode> injectedTrees(String text) {
        List<JsonNode> trees = trees(text).stream().map(JsonNode::deepCopy).toList();
        trees.stream().flatMap(tree -> Workloads.in(tree).stream()).forEach(workload -> {
            Pod pod = Pod.of(workload.pod());
            ObjectNode patched = Patch.of(GATE.plan(pod), pod).applyTo(workload.pod());
            workload.pod().removeAll().setAll(patched);
        });
        return trees;
    }

    static List<JsonNode> trees(String text) {
        return Manifest.parse(text).trees();
    }

    /** Whether the file says by its name that its form cannot be kept. */
    boolean isImpossible() {
        return name().contains("-impossible");
    }

    /** Whether something in it is replaced, so that the text does not only grow. */
    boolean isReplacing() {
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
