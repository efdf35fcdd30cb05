package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.observed.StatusEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A startupProbe that the mains wait for: one that is to be added, or one that the sidecar has.
 *
 * @param release whether it is given up where it does not pass, and when
 */
public record BlockingProbe(Container sidecar, Probe probe, Releasing.OfGate release) {

    /**
     * What the mains wait for at this sidecar, if they do.
     *
     * @param existing the gate that this project has made before, if it is left as it is
     */
    static Optional<BlockingProbe> of(
            Target target, Verdict verdict, StatusEntry.@Nullable Gated existing, Releasing releasing) {
        Container sidecar = verdict.sidecar();
        if (verdict instanceof Verdict.Gated gated) {
            if (!gated.byProbe()) {
                return Optional.empty();
            }
            return Optional.of(new BlockingProbe(
                    sidecar, new Probe(gated.probe()), releasing.of(target.pod(), sidecar, gated.source())));
        }
        return sidecar.startupProbe()
                .map(probe -> new BlockingProbe(sidecar, probe, ofExisting(target, sidecar, existing, releasing)));
    }

    /** A gate that is written in a template or a manifest is in the next Pod again. */
    private static Releasing.OfGate ofExisting(
            Target target, Container sidecar, StatusEntry.@Nullable Gated existing, Releasing releasing) {
        if (existing == null || !target.isLive()) {
            return Releasing.OfGate.NEVER;
        }
        Coverage coverage = target.coverage();
        return releasing
                .whereOptedIn(coverage == null ? OptIn.Answer.UNKNOWN : coverage.optedIn())
                .of(target.pod(), sidecar, existing.source());
    }

    /** What the probe asks; empty for a probe of a kind that this version does not know. */
    public Optional<Handler> handler() {
        return probe.handlers().stream().findFirst();
    }

    /**
     * How long after it answers the mains begin at the latest, in seconds: the kubelet asks once in a period, and acts
     * a second later at most. Measured on Kubernetes 1.37.2 with a period of one second: 1.0 s where the sidecar is
     * ready at once, 0.5 s where that takes longer, 2 s at most.
     */
    public long lagSeconds() {
        return Math.max(1, probe.periodSeconds()) + 1L;
    }

    /**
     * How long the sidecar may fail before the kubelet restarts it, in seconds, where each attempt fails at once; up to
     * one period more, because the first attempt comes up to one period late.
     *
     * @see <a href="https://github.com/kubernetes/kubernetes/issues/132793">kubernetes#132793</a>
     */
    public long longestWaitSeconds() {
        return probe.budgetSeconds();
    }

    /** The same where each attempt runs into its timeout: an attempt costs the longer of period and timeout. */
    public long longestWaitWithTimeoutsSeconds() {
        return probe.initialDelaySeconds()
                + (long) Math.max(probe.periodSeconds(), probe.timeoutSeconds()) * probe.failureThreshold();
    }

    /** How long the mains wait at most for the sidecar's first run, in seconds, as far as that is known. */
    public long mostSeconds() {
        return release.isGivenUp() ? Math.min(release.seconds(), longestWaitSeconds()) : longestWaitSeconds();
    }
}
