package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.BlockingProbe;
import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.explain.Target;
import io.sidecarfirst.gate.Container;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Job whose sidecar never becomes ready waits for ever: the sidecar is restarted under its own policy, so that its
 * Pod neither fails nor ends; and a gate container asks without end what its author has stated.
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
        if (job == null || context.target().hasDeadline()) {
            return List.of();
        }
        String names = Stream.concat(
                        context.blockingProbes().stream().map(BlockingProbe::sidecar),
                        context.askedWithoutEnd().stream())
                .map(Container::describe)
                .collect(Collectors.joining(", "));
        if (names.isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                "job-without-deadline",
                null,
                (job.isRead()
                                ? "The Job has no activeDeadlineSeconds: should "
                                : "The Job could not be read. If it has no activeDeadlineSeconds: should ")
                        + names + " never become ready, nothing ends the wait"
                        + (areGivenUp(context) ? " where the observer does not evict the Pod" : "")
                        + ". Set activeDeadlineSeconds in "
                        + deadlineField(job) + " to the longest time that the Job may take.",
                "https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"));
    }

    private static boolean areGivenUp(HazardContext context) {
        return context.askedWithoutEnd().isEmpty()
                && context.blockingProbes().stream()
                        .allMatch(probe -> probe.release().isGivenUp());
    }

    private static String deadlineField(Target.Controller job) {
        return job.kind().equals("CronJob") || job.maker() != null
                ? "spec.jobTemplate.spec of the CronJob"
                : "the Job's spec";
    }
}
