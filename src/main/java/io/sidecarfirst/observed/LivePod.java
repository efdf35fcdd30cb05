package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import java.util.Optional;

/**
 * What a Pod of a cluster says of itself, as a whole.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase">Pod phase</a>
 */
public final class LivePod {
    private LivePod() {}

    /** Whether a tree is a Pod that a cluster runs, or has taken at least: a manifest has neither a uid nor a phase. */
    public static boolean isLive(Pod pod) {
        return !pod.root().path("metadata").path("uid").asString("").isEmpty()
                || !pod.root().path("status").path("phase").asString("").isEmpty();
    }

    /** Why nothing of a Pod starts any more, as a sentence; empty while it may. */
    public static Optional<String> end(Pod pod) {
        String phase = pod.root().path("status").path("phase").asString("");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return Optional.of("The Pod has ended (" + phase + "): nothing in it starts any more.");
        }
        String since = pod.root().path("metadata").path("deletionTimestamp").asString("");
        return since.isEmpty()
                ? Optional.empty()
                : Optional.of("The Pod is being deleted (until " + since + "): nothing in it starts any more.");
    }

    /** Whether it has a startupProbe that has not passed, in a Pod that a cluster has. */
    public static boolean isWaitedFor(Pod pod, Container sidecar) {
        return isLive(pod)
                && end(pod).isEmpty()
                && sidecar.startupProbe().isPresent()
                && !ContainerState.status(pod, "initContainerStatuses", sidecar.name())
                        .path("started")
                        .asBoolean(false);
    }
}
