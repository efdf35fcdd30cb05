package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.Scene;
import java.util.List;
import java.util.Optional;

/**
 * A Job whose sidecar never becomes ready waits for ever: the sidecar is restarted under its own policy, so that its Pod
 * neither fails nor ends.
 *
 * <p>Reads {@code activeDeadlineSeconds} of the Job and of its Pods.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup">Job termination
 *     and cleanup</a>
 */
final class JobWithoutDeadline implements Hazard {
    @Override
    public List<Finding> in(Scene scene) {
        boolean endless = scene.target()
                .controller()
                .filter(controller -> controller.isJob()
                        && !controller.spec().path("activeDeadlineSeconds").isNumber())
                .isPresent();
        boolean endlessPod = !scene.target()
                .pod()
                .root()
                .path("spec")
                .path("activeDeadlineSeconds")
                .isNumber();
        return endless && endlessPod && !scene.holds().isEmpty()
                ? List.of(
                        new Finding(
                                "job-without-deadline",
                                Optional.empty(),
                                "The Job has no activeDeadlineSeconds: should " + scene.names()
                                        + " never become ready, nothing"
                                        + " ends the wait. Set activeDeadlineSeconds in the Job's spec to the longest time that"
                                        + " the Job may take.",
                                Optional.of(
                                        "https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup")))
                : List.of();
    }
}
