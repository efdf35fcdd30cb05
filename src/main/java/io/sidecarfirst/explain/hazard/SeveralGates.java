package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.terminal.Durations;
import java.util.List;

/**
 * Sidecars start one after another: the next one, like the mains, is created only when the gate before it has opened.
 * So several gates add up.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#sidecar-containers-and-pod-lifecycle">
 *     Sidecar containers and Pod lifecycle</a>
 */
final class SeveralGates implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        if (context.blockingProbes().size() < 2) {
            return List.of();
        }
        return List.of(new Finding(
                "gates-add-up",
                null,
                Durations.count(context.blockingProbes().size(), "gate") + " open one after another (" + context.names()
                        + "), because a sidecar is created only when the one before it has started: the waits add up,"
                        + " to " + Durations.seconds(context.longestWaitSeconds())
                        + " before the last one is restarted.",
                "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/"
                        + "#sidecar-containers-and-pod-lifecycle"));
    }
}
