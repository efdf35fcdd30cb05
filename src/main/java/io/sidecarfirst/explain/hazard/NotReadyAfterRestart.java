package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Verdict;
import java.util.List;

/**
 * When a sidecar restarts, its gate runs again. The mains run on, but until it passes the Pod is NotReady, which a
 * sidecar without a readinessProbe did not cause before.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#startup-probe">Startup
 *     probe</a>
 */
final class NotReadyAfterRestart implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        return context.plan().gates().stream()
                .filter(Verdict.Gated::byProbe)
                .map(Verdict.Gated::sidecar)
                .filter(sidecar -> sidecar.readinessProbe().isEmpty())
                .map(sidecar -> new Finding(
                        "not-ready-after-restart",
                        sidecar.name(),
                        sidecar.describe()
                                + " has no readinessProbe, so that a restart of it did not show. With the gate"
                                + " the Pod is NotReady, and gets no traffic from Services, from the restart until the"
                                + " gate has passed again. The mains run on.",
                        null))
                .toList();
    }
}
