package io.sidecarfirst.bench.cluster;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What sidecar-first makes of a Pod. */
final class DecidedPod {
    private DecidedPod() {}

    /**
     * The Pod with its gates.
     *
     * @throws IllegalStateException if it gets none
     */
    static String of(String json, Settings settings) {
        JsonNode tree = JsonMapper.shared().readTree(json);
        Pod pod = Pod.of(tree);
        Patch patch = Patch.of(new Gate(settings, Sources.IN_ORDER, Vetoes.inOrder(Programs.KNOWN)).plan(pod), pod);
        if (patch.operations().isEmpty()) {
            throw new IllegalStateException("the Pod is not gated");
        }
        patch.operations().forEach(added -> add(tree, JsonPointer.compile(added.path()), added.value()));
        return tree.toString();
    }

    private static void add(JsonNode tree, JsonPointer path, JsonNode value) {
        JsonNode parent = tree.at(path.head());
        if (parent instanceof ArrayNode list) {
            list.insert(path.last().getMatchingIndex(), value);
        } else if (parent instanceof ObjectNode object) {
            object.set(path.last().getMatchingProperty(), value);
        }
    }
}
