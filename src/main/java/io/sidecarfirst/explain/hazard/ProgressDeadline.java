package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.terminal.Durations;
import java.util.List;

/**
 * A Deployment reports its rollout as failed after {@code progressDeadlineSeconds} (600 by default), while the Pods may
 * wait longer for their sidecars. Kubernetes itself does nothing then, but {@code kubectl rollout status} ends with an
 * error, and so do the tools that ask like it.
 *
 * <p>Reads the Deployment's {@code progressDeadlineSeconds}.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment">Failed
 *     Deployment</a>
 */
final class ProgressDeadline implements Hazard {
    private static final int DEFAULT = 600;

    @Override
    public List<Finding> in(HazardContext context) {
        Target.Controller deployment = context.target().controller();
        if (deployment == null || !deployment.kind().equals("Deployment")) {
            return List.of();
        }
        long deadline = deployment.spec().path("progressDeadlineSeconds").asLong(DEFAULT);
        boolean isEndless = !context.askedWithoutEnd().isEmpty();
        if (context.mostSeconds() <= deadline && !isEndless) {
            return List.of();
        }
        return List.of(new Finding(
                "progress-deadline",
                null,
                "The Deployment's progressDeadlineSeconds (" + deadline
                        + (deployment.isRead() ? "" : " by default; the Deployment could not be read")
                        + ") is shorter than the longest wait ("
                        + (isEndless ? "it has no end" : Durations.seconds(context.mostSeconds()))
                        + "): its rollout is reported as failed while a slow sidecar may still come up. The Pods go on"
                        + " waiting.",
                "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment"));
    }
}
