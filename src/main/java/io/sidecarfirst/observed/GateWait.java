package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The sidecar whose gate the mains of a Pod wait for now. The kubelet starts init containers one after the other, so
 * there is one at most: the first that has not started, if what it lacks is that its startupProbe passes.
 *
 * <ul>
 *   <li>It runs, and the probe has not passed: it is waited for.
 *   <li>The kubelet has killed it because the probe failed too often, and waits before it starts it again: it is waited
 *       for. The Pod does not say why a container was killed; but one that ran for as long as its probe may fail, and
 *       never passed, was killed for that.
 *   <li>It ends by itself before the probe passes, and is started again: it is waited for, and crashes.
 *   <li>Its image is still pulled, or an init container before it has not ended, or a main has run before: it is not
 *       the gate that holds the mains.
 * </ul>
 *
 * @param sidecar the container; it holds on to the tree of the Pod
 * @param since since when it is waited for, as far as the Pod tells; null if it does not
 * @param bound how that is meant
 * @param restarts how often it was restarted
 * @param isInBackOff whether it does not run now, because its gate was used up
 * @param crash that it ends by itself; null if it does not
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">Sidecar containers</a>
 */
public record GateWait(
        Container sidecar,
        @Nullable Instant since,
        Bound bound,
        int restarts,
        boolean isInBackOff,
        @Nullable Crash crash) {
    /** How a time is known: a Pod tells of the last two runs of a container at most. */
    public enum Bound {
        /** It is when the sidecar ran first. */
        EXACT,
        /** It ran before that as well. */
        AT_LEAST,
        /** It ran first later than that: it is when all before it was done. */
        AT_MOST
    }

    /** Times are whole seconds. */
    private static final int ROUNDING_SECONDS = 1;

    /**
     * The one that a Pod waits for; empty where it waits for none, or for something else.
     *
     * @param now by the clock that the Pod's times are of
     */
    public static Optional<GateWait> of(Pod pod, Instant now) {
        if (LivePod.endReason(pod).isPresent() || haveMainsStarted(pod)) {
            return Optional.empty();
        }
        for (Container container : pod.containers()) {
            if (!container.init()) {
                return Optional.empty();
            }
            JsonNode status = ContainerState.ofInit(pod, container.name());
            if (!ContainerState.isDone(container, status)) {
                return container.isSidecar()
                        ? container.startupProbe().flatMap(probe -> of(pod, container, probe, status, now))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<GateWait> of(Pod pod, Container sidecar, Probe gate, JsonNode status, Instant now) {
        boolean isRunning = status.path("state").path("running").isObject();
        JsonNode end = endOfRun(status);
        if (!isRunning && (!end.isObject() || ContainerState.hasNotBegun(end))) {
            return Optional.empty();
        }
        List<Instant> starts = ContainerState.starts(status);
        int restarts = status.path("restartCount").asInt(0);
        Instant first = starts.stream().min(Instant::compareTo).orElse(null);
        boolean isFirst = first == null || starts.size() > restarts;
        Instant due = isFirst ? null : whenDue(pod, sidecar).orElse(null);
        return Optional.of(new GateWait(
                sidecar,
                due == null ? first : due,
                isFirst ? Bound.EXACT : due == null ? Bound.AT_LEAST : Bound.AT_MOST,
                restarts,
                !isRunning && isUsedUp(gate, end),
                Crash.of(status, gate, now).orElse(null)));
    }

    /**
     * When all before a container was done, or had started, so that the kubelet could start it.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-has-network">The condition
     *     PodReadyToStartContainers</a>
     */
    private static Optional<Instant> whenDue(Pod pod, Container sidecar) {
        return pod.containers().stream()
                .filter(container -> container.init() && container.index() == sidecar.index() - 1)
                .findFirst()
                .map(before -> ContainerState.ofInit(pod, before.name()))
                .map(status -> Timestamp.parse(status.at("/state/terminated/finishedAt"))
                        .or(() -> Timestamp.parse(status.at("/state/running/startedAt"))))
                .orElseGet(() -> LivePod.condition(pod, "PodReadyToStartContainers")
                        .filter(condition ->
                                condition.path("status").asString("").equals("True"))
                        .flatMap(condition -> Timestamp.parse(condition.path("lastTransitionTime")))
                        .or(() -> Timestamp.parse(pod.root().at("/status/startTime"))));
    }

    /** Whether any main has ever run: mains that did do not wait for a sidecar that is restarted. */
    public static boolean haveMainsStarted(Pod pod) {
        for (JsonNode main : pod.root().path("status").path("containerStatuses")) {
            if (main.path("state").path("running").isObject()
                    || main.path("state").path("terminated").isObject()
                    || main.path("lastState").path("terminated").isObject()
                    || main.path("restartCount").asInt(0) > 0
                    || main.path("started").asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    /** How it ended last, if all that keeps it from running is that; an image that cannot be pulled is not. */
    private static JsonNode endOfRun(JsonNode status) {
        JsonNode state = status.path("state");
        return state.path("waiting").path("reason").asString("").equals("CrashLoopBackOff")
                ? status.path("lastState").path("terminated")
                : state.path("terminated");
    }

    /**
     * Whether a run ended because its gate had failed too often. The first attempt is made at once, so that the last is
     * one period before the budget's end.
     *
     * @param terminated the state that tells of the run
     */
    public static boolean isUsedUp(Probe gate, JsonNode terminated) {
        long least = gate.budgetSeconds() - gate.periodSeconds() - ROUNDING_SECONDS;
        Optional<Instant> start = Timestamp.parse(terminated.path("startedAt"));
        Optional<Instant> end = Timestamp.parse(terminated.path("finishedAt"));
        return start.isPresent()
                && end.isPresent()
                && Duration.between(start.get(), end.get()).toSeconds() >= Math.max(ROUNDING_SECONDS, least);
    }
}
