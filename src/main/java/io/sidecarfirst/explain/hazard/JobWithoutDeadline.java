package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.explain.Target;
import java.util.List;

/**
 * A Job whose sidecar never becomes ready waits for ever: the sidecar is restarted under its own policy, so that its
 * Pod neither fails nor ends.
 *
 * <p>Reads {@code activeDeadlineSeconds} of the Job and of its Pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup">Job
 *     termination and cleanup</a>
 */
final class JobWithoutDeadline implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        Target.Controller job = context.target().job().orElse(null);
        if (job == null
                || context.target().hasDeadline()
                || context.blockingProbes().isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                "job-without-deadline",
                null,
                (job.isRead()
                                ? "The Job has no activeDeadlineSeconds: should "
                                : "The Job could not be read. If it has no activeDeadlineSeconds: should ")
                        + context.names() + " never become ready, nothing ends the wait"
                        + (areGivenUp(context) ? " where the observer does not evict the Pod" : "")
                        + ". Set activeDeadlineSeconds in "
                        + deadlineField(job) + " to the longest time that the Job may take.",
                "https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"));
    }

    private static boolean areGivenUp(HazardContext context) {
        return context.blockingProbes().stream()
                .allMatch(probe -> probe.release().isGivenUp());
    }

    private static String deadlineField(Target.Controller job) {
        return job.kind().equals("CronJob") || job.maker() != null
                ? "spec.jobTemplate.spec of the CronJob"
                : "the Job's spec";
    }
}
