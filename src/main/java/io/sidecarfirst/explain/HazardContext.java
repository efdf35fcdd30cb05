package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Plan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What hazards are looked for in.
 *
 * @param plan what was decided
 * @param blockingProbes what holds the mains back, in the order in which it does
 */
public record HazardContext(Target target, Plan plan, List<BlockingProbe> blockingProbes) {
    public HazardContext {
        blockingProbes = List.copyOf(blockingProbes);
    }

    /** The names of the sidecars that hold the mains back, for a sentence. */
    public String names() {
        return blockingProbes.stream()
                .map(blockingProbe -> blockingProbe.sidecar().describe())
                .collect(Collectors.joining(", "));
    }

    /** How long the mains may wait before any sidecar is restarted twice, in seconds: the gates open one after another. */
    public long longestWaitSeconds() {
        return blockingProbes.stream()
                .mapToLong(BlockingProbe::longestWaitSeconds)
                .sum();
    }
}
