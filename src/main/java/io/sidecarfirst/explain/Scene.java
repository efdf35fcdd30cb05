package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Plan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What hazards are looked for in.
 *
 * @param plan what was decided
 * @param holds what holds the mains back, in the order in which it does
 */
public record Scene(Target target, Plan plan, List<Hold> holds) {
    public Scene {
        holds = List.copyOf(holds);
    }

    /** The names of the sidecars that hold the mains back, for a sentence. */
    public String names() {
        return holds.stream().map(hold -> hold.sidecar().describe()).collect(Collectors.joining(", "));
    }

    /** How long the mains may wait before any sidecar is restarted twice, in seconds: the gates open one after another. */
    public long longestWaitSeconds() {
        return holds.stream().mapToLong(Hold::longestWaitSeconds).sum();
    }
}
