package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Plan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Pod in which hazards are looked for.
 *
 * @param plan what was decided
 * @param blockingProbes what the mains wait for, in the order in which they wait
 */
public record HazardContext(Target target, Plan plan, List<BlockingProbe> blockingProbes) {
    public HazardContext {
        blockingProbes = List.copyOf(blockingProbes);
    }

    /** The names of the sidecars that the mains wait for, for a sentence. */
    public String names() {
        return blockingProbes.stream().map(probe -> probe.sidecar().describe()).collect(Collectors.joining(", "));
    }

    /**
     * How long the mains may wait before any sidecar is restarted twice, in seconds: the gates open one after another.
     */
    public long longestWaitSeconds() {
        return blockingProbes.stream()
                .mapToLong(BlockingProbe::longestWaitSeconds)
                .sum();
    }
}
