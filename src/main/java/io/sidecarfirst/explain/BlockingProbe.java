package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.Verdict;
import java.util.Optional;

/** A startupProbe that the mains wait for: one that is to be added, or one that the sidecar has. */
public record BlockingProbe(Container sidecar, Probe probe) {

    /** What the mains wait for at this sidecar, if they do. */
    static Optional<BlockingProbe> of(Verdict verdict) {
        if (verdict instanceof Verdict.Gated gated) {
            return Optional.of(new BlockingProbe(gated.sidecar(), new Probe(gated.probe())));
        }
        return verdict.sidecar().startupProbe().map(probe -> new BlockingProbe(verdict.sidecar(), probe));
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
}
