package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.terminal.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The state of a container as the kubelet reports it, in words.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states">Container
 *     states</a>
 */
public final class ContainerState {
    private ContainerState() {}

    /**
     * The status of a container; missing if the kubelet has not reported one.
     *
     * @param list {@code containerStatuses} or {@code initContainerStatuses}
     */
    public static JsonNode status(Pod pod, String list, String container) {
        for (JsonNode status : pod.root().path("status").path(list)) {
            if (status.path("name").asString("").equals(container)) {
                return status;
            }
        }
        return JsonNodeFactory.instance.missingNode();
    }

    /** The same of an init container, which all sidecars are. */
    public static JsonNode ofInit(Pod pod, String container) {
        return status(pod, "initContainerStatuses", container);
    }

    /** How its last run that is over ended; missing if none is. */
    public static JsonNode lastEnd(JsonNode status) {
        JsonNode now = status.path("state").path("terminated");
        return now.isObject() ? now : status.path("lastState").path("terminated");
    }

    /** Whether what comes after an init container may start. */
    static boolean isDone(Container container, JsonNode status) {
        return container.isSidecar() ? status.path("started").asBoolean(false) : hasSucceeded(status);
    }

    /** When its runs began, as far as the status still tells: it knows the last two. */
    public static List<Instant> starts(JsonNode status) {
        return Stream.of("/lastState/terminated/startedAt", "/state/terminated/startedAt", "/state/running/startedAt")
                .flatMap(path -> Timestamp.parse(status.at(path)).stream())
                .toList();
    }

    /** Whether that end is of a run that never began, as where its command is not in the image. */
    static boolean hasNotBegun(JsonNode terminated) {
        return terminated.path("reason").asString("").equals("StartError");
    }

    /** Whether it has ended, and well. */
    public static boolean hasSucceeded(JsonNode status) {
        JsonNode terminated = status.path("state").path("terminated");
        return terminated.isObject() && terminated.path("exitCode").asInt(-1) == 0;
    }

    /**
     * The state in a few words.
     *
     * @param hasStartupProbe whether what comes after the container waits until it has started
     */
    public static String describe(JsonNode status, Instant now, boolean hasStartupProbe) {
        if (status.isMissingNode()) {
            return "no kubelet has reported on it yet";
        }
        return state(status, now, hasStartupProbe) + restarts(status);
    }

    private static String state(JsonNode status, Instant now, boolean hasStartupProbe) {
        JsonNode state = status.path("state");
        if (state.path("running").isObject()) {
            String since = since(state.path("running").path("startedAt"), now);
            if (hasStartupProbe && !status.path("started").asBoolean(false)) {
                return "running" + since + ", and its startupProbe has not passed: what comes after it waits";
            }
            return "running" + since + (status.path("ready").asBoolean(false) ? ", ready" : ", not ready");
        }
        if (state.path("terminated").isObject()) {
            JsonNode terminated = state.path("terminated");
            return "ended at " + terminated.path("finishedAt").asString("an unknown time") + " with exit code "
                    + terminated.path("exitCode").asInt(0);
        }
        String reason = state.path("waiting").path("reason").asString("");
        return reason.isEmpty() ? "not started" : "waiting (" + reason + ")";
    }

    private static String since(JsonNode time, Instant now) {
        return Timestamp.parse(time)
                .map(start -> " since " + time.stringValue() + " ("
                        + Durations.seconds(Duration.between(start, now).toSeconds()) + ")")
                .orElse("");
    }

    private static String restarts(JsonNode status) {
        int count = status.path("restartCount").asInt(0);
        JsonNode last = status.path("lastState").path("terminated");
        // Of one that has ended, its last exit code is said already.
        boolean isNews =
                last.isObject() && !status.path("state").path("terminated").isObject();
        String reason = reason(last);
        return count == 0
                ? ""
                : "; restarted " + Durations.count(count, "time")
                        + (isNews
                                ? ", last after exit code "
                                        + last.path("exitCode").asInt(0)
                                : "")
                        + (isNews && !reason.isEmpty() ? " (" + reason + ")" : "");
    }

    /** Why a run ended, where that says more than the exit code; else empty. */
    static String reason(JsonNode terminated) {
        String reason = terminated.path("reason").asString("");
        return reason.equals("Error") || reason.equals("Completed") ? "" : reason;
    }
}
