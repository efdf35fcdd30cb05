package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A container of a Pod, with what its status says.
 *
 * @param spec its entry in the Pod's spec
 * @param status its status; not an object where there is none
 */
record PodContainer(ContainerKind kind, JsonNode spec, JsonNode status) {
    private static final Pattern BACK_OFF = Pattern.compile("back-off ([0-9hms]{2,12}) restarting");

    /** All of a Pod, in the order in which they start. */
    static List<PodContainer> of(JsonNode pod) {
        List<PodContainer> containers = new ArrayList<>();
        for (JsonNode spec : pod.at("/spec/initContainers")) {
            boolean isSidecar = spec.path("restartPolicy").asString("").equals("Always");
            ContainerKind kind = isSidecar ? ContainerKind.SIDECAR : ContainerKind.INIT;
            containers.add(new PodContainer(kind, spec, status(pod.at("/status/initContainerStatuses"), spec)));
        }
        for (JsonNode spec : pod.at("/spec/containers")) {
            containers.add(
                    new PodContainer(ContainerKind.MAIN, spec, status(pod.at("/status/containerStatuses"), spec)));
        }
        return containers;
    }

    private static JsonNode status(JsonNode statuses, JsonNode spec) {
        for (JsonNode status : statuses) {
            if (status.path("name").equals(spec.path("name"))) {
                return status;
            }
        }
        return MissingNode.getInstance();
    }

    String name() {
        return Words.line(spec.path("name").asString("?"), Words.NAME);
    }

    /** Whether it has a startupProbe. Mains may have one too; it holds nothing else back. */
    boolean isGated() {
        return kind != ContainerKind.INIT && spec.path("startupProbe").isObject();
    }

    /** Whether it may run and not be ready. */
    boolean hasReadinessProbe() {
        return kind != ContainerKind.INIT && spec.path("readinessProbe").isObject();
    }

    boolean hasPostStartHook() {
        return spec.at("/lifecycle/postStart").isObject();
    }

    /** How often it was started again. */
    int restarts() {
        return Math.max(0, status.path("restartCount").asInt(0));
    }

    boolean isRunning() {
        return status.at("/state/running").isObject();
    }

    boolean isTerminated() {
        return status.at("/state/terminated").isObject();
    }

    boolean hasSucceeded() {
        return isTerminated() && status.at("/state/terminated/exitCode").asInt(-1) == 0;
    }

    /** Whether the kubelet says that it could not get its image. */
    boolean hasNoImage() {
        return List.of("ErrImagePull", "ImagePullBackOff").contains(waitingReason());
    }

    /** Whether it has ended, and the kubelet waits before it starts it again. */
    boolean isInCrashLoop() {
        return waitingReason().equals("CrashLoopBackOff");
    }

    /** How long the kubelet waits, such as {@code 2m40s}, in its own words. */
    Optional<String> backOff() {
        Matcher time = BACK_OFF.matcher(status.at("/state/waiting/message").asString(""));
        return isInCrashLoop() && time.find() ? Optional.of(time.group(1)) : Optional.empty();
    }

    private String waitingReason() {
        return status.at("/state/waiting/reason").asString("");
    }

    /** Whether its gate has passed, or it runs and has none: {@code started} of its status. */
    boolean hasStarted() {
        return status.path("started").asBoolean(false);
    }

    boolean isReady() {
        return status.path("ready").asBoolean(false);
    }

    /** When it was started last, where its state is running or terminated. */
    Optional<TimeEstimate> runStarted() {
        return time("/state/running/startedAt").or(() -> time("/state/terminated/startedAt"));
    }

    /** When that run ended, if it did. */
    Optional<TimeEstimate> runFinished() {
        return time("/state/terminated/finishedAt");
    }

    /**
     * When it ran for the first time. The status tells of the last two runs, so after more of them it is only known
     * that it ran before those.
     */
    Optional<TimeEstimate> firstStarted() {
        Optional<TimeEstimate> last = time("/lastState/terminated/startedAt");
        if (last.isPresent()) {
            // A container that waits to be started again tells of one run only, the last.
            int before = isRunning() || isTerminated() ? restarts() - 1 : restarts();
            return before <= 0 ? last : last.map(TimeEstimate::by);
        }
        return restarts() == 0 ? runStarted() : runStarted().map(TimeEstimate::by);
    }

    /** When the run before that one ended. */
    Optional<TimeEstimate> previousRunFinished() {
        return time("/lastState/terminated/finishedAt");
    }

    /** When the last run that is over ended. */
    Optional<TimeEstimate> lastFinished() {
        return isTerminated() ? runFinished() : previousRunFinished();
    }

    /** Its state as {@code kubectl describe} has it, with the reason. */
    String state() {
        if (isRunning()) {
            return "running";
        }
        if (isTerminated()) {
            return "ended, " + exit(status.at("/state/terminated"));
        }
        return Words.line("waiting " + waitingReason(), Words.REASON);
    }

    /** Why a waiting container waits, where the kubelet says more than that others come first. */
    Optional<String> problem() {
        // A crash loop says nothing of its cause; how the last run ended may.
        JsonNode state = status.at(isInCrashLoop() ? "/lastState/terminated" : "/state/waiting");
        String reason = state.path("reason").asString("");
        if (reason.isEmpty() || reason.equals("PodInitializing") || reason.equals("ContainerCreating")) {
            return Optional.empty();
        }
        String message = state.path("message").asString("");
        if (isInCrashLoop() && message.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Words.line(message.isEmpty() ? reason : reason + ": " + message, Words.MESSAGE));
    }

    /** How the last run that is over ended, to be put after "its". */
    Optional<String> lastExit() {
        JsonNode terminated = status.at(isTerminated() ? "/state/terminated" : "/lastState/terminated");
        boolean neverRan = terminated.path("reason").asString("").equals("StartError");
        return terminated.isObject()
                ? Optional.of((neverRan ? "last start failed with " : "last run ended with ") + exit(terminated))
                : Optional.empty();
    }

    private static String exit(JsonNode terminated) {
        String reason = terminated.path("reason").asString("");
        String code = "exit code " + terminated.path("exitCode").asInt(0);
        boolean saysMore = !reason.isEmpty() && !reason.equals("Completed");
        return Words.line(saysMore ? code + " (" + reason + ")" : code, Words.REASON);
    }

    private Optional<TimeEstimate> time(String path) {
        return TimeEstimate.parse(status.at(path), Evidence.STATUS);
    }
}
