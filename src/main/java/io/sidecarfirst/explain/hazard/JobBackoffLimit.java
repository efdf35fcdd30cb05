package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.BlockingProbe;
import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.terminal.Durations;
import java.util.List;
import java.util.Optional;

/**
 * Under {@code restartPolicy: OnFailure} the restarts of all containers of a Job's Pods count towards its backoffLimit,
 * those of sidecars too: a gate that is too short fails a Job whose own work is fine. Seen on Kubernetes 1.35.4 and
 * 1.37.2: with a backoffLimit of 1 the Job failed at the sidecar's first restarts.
 *
 * <p>Reads the Pod's {@code restartPolicy} and the Job's {@code backoffLimit} (6 by default).
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy">Pod backoff
 *     failure policy</a>
 */
final class JobBackoffLimit implements Hazard {
    private static final int DEFAULT = 6;

    @Override
    public List<Finding> in(HazardContext context) {
        Optional<Target.Controller> job = context.target().job();
        if (job.isEmpty()
                || context.blockingProbes().isEmpty()
                || !context.target().restartPolicy().equals("OnFailure")) {
            return List.of();
        }
        int limit = job.get().spec().path("backoffLimit").asInt(DEFAULT);
        return List.of(new Finding(
                "job-backoff-limit",
                null,
                "Under restartPolicy OnFailure each restart of a sidecar counts towards the Job's backoffLimit ("
                        + limit + (job.get().isRead() ? "" : " by default; the Job could not be read")
                        + "): a sidecar that uses up its gate too often fails the Job, although the Job's own"
                        + " work is fine. The shortest gate here lasts "
                        + Durations.seconds(context.blockingProbes().stream()
                                .mapToLong(BlockingProbe::longestWaitSeconds)
                                .min()
                                .orElse(0))
                        + ".",
                "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy"));
    }
}
