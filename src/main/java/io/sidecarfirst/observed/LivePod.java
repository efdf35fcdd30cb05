package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the status of a Pod in a cluster says about all of it.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase">Pod phase</a>
 */
public final class LivePod {
    private LivePod() {}

    /** Whether it is a Pod that a cluster has, and no manifest of one: that has neither a uid nor a phase. */
    public static boolean isLive(Pod pod) {
        return !pod.root().path("metadata").path("uid").asString("").isEmpty()
                || !pod.root().path("status").path("phase").asString("").isEmpty();
    }

    /** Why nothing in a Pod starts any more, as a sentence; empty while it may. */
    public static Optional<String> endReason(Pod pod) {
        String phase = pod.root().path("status").path("phase").asString("");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return Optional.of("The Pod has ended (" + phase + "): nothing in it starts any more.");
        }
        String since = pod.root().path("metadata").path("deletionTimestamp").asString("");
        return since.isEmpty()
                ? Optional.empty()
                : Optional.of("The Pod is being deleted (until " + since + "): nothing in it starts any more.");
    }

    /** One of its conditions. */
    static Optional<JsonNode> condition(Pod pod, String type) {
        return pod.root()
                .path("status")
                .path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString("").equals(type))
                .findFirst();
    }

    /** Whether a sidecar has a startupProbe that has not passed, in a Pod that a cluster has and that has not ended. */
    public static boolean isWaitedFor(Pod pod, Container sidecar) {
        return isLive(pod)
                && endReason(pod).isEmpty()
                && sidecar.startupProbe().isPresent()
                && !ContainerState.ofInit(pod, sidecar.name()).path("started").asBoolean(false);
    }
}
