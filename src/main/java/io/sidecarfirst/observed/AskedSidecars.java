package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Pod;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The sidecars that the gate container of a Pod asks.
 *
 * @param names their names; empty where it has no such container
 * @param answers what became of each that it has told of
 */
public record AskedSidecars(Set<String> names, Map<String, GateReport.Answer> answers) {
    /** The name of the container that asks. */
    public static final String BY = GateContainer.NAME;

    public AskedSidecars {
        names = Set.copyOf(names);
        answers = Map.copyOf(answers);
    }

    /** Those of a Pod. */
    public static AskedSidecars in(JsonNode root) {
        Pod pod = Pod.of(root);
        return new AskedSidecars(
                pod.sidecars().stream()
                        .filter(sidecar -> pod.gateCheck(sidecar).isPresent())
                        .map(Container::name)
                        .collect(Collectors.toSet()),
                GateReport.of(pod).map(GateReport::answers).orElse(Map.of()));
    }
}
