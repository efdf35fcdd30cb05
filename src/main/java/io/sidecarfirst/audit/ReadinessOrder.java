package io.sidecarfirst.audit;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.observed.ContainerState;
import io.sidecarfirst.observed.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Whether a sidecar without a gate became Ready before or after the mains had started, as far as its Pod shows.
 *
 * <p>Kubernetes does not record when one container became Ready. It records when each container was started, whether it
 * is Ready now, and when the condition {@code ContainersReady} last changed, which takes all containers, sidecars
 * included. So:
 *
 * <ul>
 *   <li>All containers were Ready within {@value #TOLERANCE_SECONDS} s of the last main's start: not after.
 *   <li>They were later, and this sidecar alone has a readinessProbe: it is what came late, so after.
 *   <li>The sidecar is not Ready, the mains have been running for {@value #LONG_SECONDS} s, and the Pod has not been
 *       Ready since they started: after, or never.
 *   <li>In all other cases nothing is known: where containers were restarted, the condition shows the restart; where
 *       several containers have probes, it shows the last of them.
 * </ul>
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions">Pod conditions</a>
 */
sealed interface ReadinessOrder {
    /** Times are whole seconds, and the kubelet reports a change a moment later. */
    int TOLERANCE_SECONDS = 3;

    /** A sidecar that is not Ready after this is more than slow. */
    int LONG_SECONDS = 60;

    /**
     * It became Ready after the mains had started.
     *
     * @param seconds how much later; if it is not Ready yet, up to now
     * @param isStillNotReady whether it is not Ready yet
     */
    record After(long seconds, boolean isStillNotReady) implements ReadinessOrder {}

    /** It was Ready by the time that the mains had started, or within the tolerance. */
    record NotAfter() implements ReadinessOrder {}

    /** The Pod does not show it. */
    record Unknown() implements ReadinessOrder {}

    /** What a Pod shows of one of its sidecars. */
    static ReadinessOrder of(Pod pod, Container sidecar, Instant now) {
        JsonNode status = pod.root().path("status");
        JsonNode own = ContainerState.ofInit(pod, sidecar.name());
        Optional<Instant> mains = lastStart(pod);
        if (sidecar.readinessProbe().isEmpty() || own.isMissingNode() || mains.isEmpty() || isRestarted(own)) {
            return new Unknown();
        }
        Optional<Condition> allReady = Condition.named(status, "ContainersReady");
        if (allReady.isEmpty()) {
            return new Unknown();
        }
        long late = Duration.between(mains.get(), allReady.get().since()).toSeconds();
        if (!own.path("ready").asBoolean(false)) {
            long running = Duration.between(mains.get(), now).toSeconds();
            return !allReady.get().isTrue() && late <= TOLERANCE_SECONDS && running >= LONG_SECONDS
                    ? new After(running, true)
                    : new Unknown();
        }
        if (!allReady.get().isTrue()) {
            return new Unknown();
        }
        if (late <= TOLERANCE_SECONDS) {
            return new NotAfter();
        }
        return othersHaveProbes(pod.root(), sidecar) ? new Unknown() : new After(late, false);
    }

    /** A condition of a Pod. */
    record Condition(boolean isTrue, Instant since) {
        static Optional<Condition> named(JsonNode status, String type) {
            for (JsonNode condition : status.path("conditions")) {
                if (condition.path("type").asString("").equals(type)) {
                    return Timestamp.parse(condition.path("lastTransitionTime"))
                            .map(since -> new Condition(
                                    condition.path("status").asString("").equals("True"), since));
                }
            }
            return Optional.empty();
        }
    }

    /** When the last main was started; empty unless all of them run, and for the first time. */
    private static Optional<Instant> lastStart(Pod pod) {
        List<Instant> starts = new ArrayList<>();
        for (JsonNode main : pod.root().path("spec").path("containers")) {
            JsonNode status = ContainerState.status(
                    pod, "containerStatuses", main.path("name").asString(""));
            Optional<Instant> start =
                    Timestamp.parse(status.path("state").path("running").path("startedAt"));
            if (start.isEmpty() || isRestarted(status)) {
                return Optional.empty();
            }
            starts.add(start.get());
        }
        return starts.stream().max(Instant::compareTo);
    }

    private static boolean isRestarted(JsonNode status) {
        return status.path("restartCount").asInt(0) > 0;
    }

    private static boolean othersHaveProbes(JsonNode pod, Container sidecar) {
        for (JsonNode main : pod.path("spec").path("containers")) {
            if (hasProbe(main)) {
                return true;
            }
        }
        for (JsonNode init : pod.path("spec").path("initContainers")) {
            if (hasProbe(init) && !init.path("name").asString("").equals(sidecar.name())) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasProbe(JsonNode container) {
        return container.path("readinessProbe").isObject()
                || container.path("startupProbe").isObject();
    }
}
