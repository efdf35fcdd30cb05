package io.sidecarfirst.manifest;

import io.sidecarfirst.gate.GatedPod;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.goldens.GoldenInput;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A file in some layout: {@code NAME.yaml} or {@code NAME.json}, and {@code NAME.injected.*}, what becomes of it. */
record Layout(GoldenInput input) {
    private static final String INJECTED = ".injected.*";

    /** All files, by name. */
    static Stream<Layout> all() {
        return GoldenInput.in("layouts", INJECTED).map(Layout::new);
    }

    static Injection.Result inject(String text) {
        return new Injection(Gates.DEFAULT).into(Manifest.parse(text));
    }

    static String injected(String text) {
        return inject(text).manifest().text();
    }

    /** The trees of a text with the gates in; no text is edited for them. */
    static List<JsonNode> injectedTrees(String text) {
        List<JsonNode> trees = trees(text).stream().map(JsonNode::deepCopy).toList();
        trees.stream().flatMap(tree -> Workloads.in(tree).found().stream()).forEach(workload -> {
            Pod pod = Pod.of(workload.pod());
            ObjectNode patched = GatedPod.of(workload.pod(), Patch.of(Gates.DEFAULT.plan(pod), pod));
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
