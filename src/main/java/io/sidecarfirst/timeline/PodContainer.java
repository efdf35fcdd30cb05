package io.sidecarfirst.timeline;

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
            ContainerKind kind = spec.path("restartPolicy").asString("").equals("Always") ? ContainerKind.SIDECAR : ContainerKind.INIT;
            containers.add(new PodContainer(kind, spec, status(pod.at("/status/initContainerStatuses"), spec)));
        }
        for (JsonNode spec : pod.at("/spec/containers")) {
            containers.add(new PodContainer(ContainerKind.MAIN, spec, status(pod.at("/status/containerStatuses"), spec)));
        }
        return containers;
    }

    /** The one of that name. */
    static Optional<PodContainer> named(String name, List<PodContainer> containers) {
        return containers.stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
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
        return Words.line(spec.path("name").asString("?"), 253);
    }

    /** Mains may have a startupProbe too; it holds nothing else back. */
    boolean gated() {
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

    boolean runs() {
        return status.at("/state/running").isObject();
    }

    boolean hasEnded() {
        return status.at("/state/terminated").isObject();
    }

    boolean hasSucceeded() {
        return hasEnded() && status.at("/state/terminated/exitCode").asInt(-1) == 0;
    }

    /** Whether the kubelet says that it could not get its image. */
    boolean hasNoImage() {
        return List.of("ErrImagePull", "ImagePullBackOff").contains(waitingReason());
    }

    /** Whether it has ended, and the kubelet takes its time before it starts it again. */
    boolean crashLoops() {
        return waitingReason().equals("CrashLoopBackOff");
    }

    /** How long it takes, such as {@code 2m40s}, as the kubelet says. */
    Optional<String> backOff() {
        Matcher time = BACK_OFF.matcher(status.at("/state/waiting/message").asString(""));
        return crashLoops() && time.find() ? Optional.of(time.group(1)) : Optional.empty();
    }

    private String waitingReason() {
        return status.at("/state/waiting/reason").asString("");
    }

    boolean isStarted() {
        return status.path("started").asBoolean(false);
    }

    boolean isReady() {
        return status.path("ready").asBoolean(false);
    }

    /** When the run that is on now, or was the last, began. */
    Optional<TimeEstimate> runBegan() {
        return time("/state/running/startedAt").or(() -> time("/state/terminated/startedAt"));
    }

    /** When it ended, if it is over. */
    Optional<TimeEstimate> ended() {
        return time("/state/terminated/finishedAt");
    }

    /**
     * When it ran for the first time. The status tells of the last two runs, so after more of them it is only known that it ran
     * before those.
     */
    Optional<TimeEstimate> firstBegan() {
        Optional<TimeEstimate> last = time("/lastState/terminated/startedAt");
        if (last.isPresent()) {
            // A container that waits to be started again tells of one run only, the last.
            int before = runs() || hasEnded() ? restarts() - 1 : restarts();
            return before <= 0 ? last : last.map(TimeEstimate::by);
        }
        return restarts() == 0 ? runBegan() : runBegan().map(TimeEstimate::by);
    }

    /** When the run before the one that the state is about ended. */
    Optional<TimeEstimate> lastRunEnded() {
        return time("/lastState/terminated/finishedAt");
    }

    /** When the last run that is over ended. */
    Optional<TimeEstimate> lastEnded() {
        return hasEnded() ? ended() : lastRunEnded();
    }

    /** Its state as {@code kubectl describe} has it, with the reason. */
    String state() {
        if (runs()) {
            return "running";
        }
        if (hasEnded()) {
            return "ended, " + end(status.at("/state/terminated"));
        }
        return Words.line("waiting " + waitingReason(), 80);
    }

    /** Why a waiting container waits, where the kubelet says more than that it is not its turn. */
    Optional<String> trouble() {
        // That it is in a crash loop is no reason; how its last run ended may be one.
        JsonNode told = status.at(crashLoops() ? "/lastState/terminated" : "/state/waiting");
        String reason = told.path("reason").asString("");
        if (reason.isEmpty() || reason.equals("PodInitializing") || reason.equals("ContainerCreating")) {
            return Optional.empty();
        }
        String message = told.path("message").asString("");
        if (crashLoops() && message.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Words.line(message.isEmpty() ? reason : reason + ": " + message, Words.MESSAGE));
    }

    /** How the last run that is over ended, after "its". */
    Optional<String> lastEnd() {
        JsonNode terminated = status.at(hasEnded() ? "/state/terminated" : "/lastState/terminated");
        boolean neverRan = terminated.path("reason").asString("").equals("StartError");
        return terminated.isObject()
                ? Optional.of((neverRan ? "last start failed with " : "last run ended with ") + end(terminated))
                : Optional.empty();
    }

    private static String end(JsonNode terminated) {
        String reason = terminated.path("reason").asString("");
        String code = "exit code " + terminated.path("exitCode").asInt(0);
        return Words.line(reason.isEmpty() || reason.equals("Completed") ? code : code + " (" + reason + ")", 80);
    }

    private Optional<TimeEstimate> time(String path) {
        return Timestamps.at(status.at(path), Evidence.STATUS);
    }
}
