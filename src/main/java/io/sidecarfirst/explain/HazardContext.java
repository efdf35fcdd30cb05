package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Verdict;
import java.util.List;
import java.util.Optional;
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

    /** The sidecars that a gate container asks, and never gives up. */
    public List<Container> askedWithoutEnd() {
        return plan.gates().stream()
                .filter(gated -> !gated.byProbe() && gated.releaseAfterSeconds() == 0)
                .map(Verdict.Gated::sidecar)
                .toList();
    }

    /** What the mains wait for at a sidecar, if they do. */
    public Optional<BlockingProbe> blockingProbe(Container sidecar) {
        return blockingProbes.stream()
                .filter(probe -> probe.sidecar().index() == sidecar.index())
                .findFirst();
    }

    /** How long the mains may wait until sidecars are restarted or gates given up, in seconds. */
    public long mostSeconds() {
        return blockingProbes.stream().mapToLong(BlockingProbe::mostSeconds).sum();
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
