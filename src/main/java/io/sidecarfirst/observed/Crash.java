package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A container that ends by itself before its startupProbe has passed, again and again: that
 * keeps the probe from passing.
 *
 * @param restarts how often it was restarted
 * @param exitCode of the last run that ended
 * @param reason why that ended, where the kubelet says more than that it did, such as {@code OOMKilled}; else empty
 * @param ranFor how long that run took; null if it is not told
 * @param isRunning whether it runs now
 */
public record Crash(
        int restarts, int exitCode, String reason, @Nullable Duration ranFor, boolean isRunning) {
    /** One that has run for longer, and longer than before, may have got over it. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    /**
     * Whether a container crashes.
     *
     * @param status as the kubelet reports it
     * @param startupProbe its own: a run as long as that may fail was ended by the kubelet, and is no crash
     */
    public static Optional<Crash> of(JsonNode status, @Nullable Probe startupProbe, Instant now) {
        JsonNode state = status.path("state");
        boolean isRunning = state.path("running").isObject();
        JsonNode end = ContainerState.lastEnd(status);
        if (!end.isObject()
                || ContainerState.hasNotBegun(end)
                || (startupProbe != null && GateWait.isUsedUp(startupProbe, end))) {
            return Optional.empty();
        }
        Optional<Instant> start = Timestamp.parse(end.path("startedAt"));
        Duration ranFor = Timestamp.parse(end.path("finishedAt"))
                .flatMap(finish -> start.map(begin -> Duration.between(begin, finish)))
                .orElse(null);
        Duration settled = ranFor == null || ranFor.compareTo(SETTLED) < 0 ? SETTLED : ranFor;
        boolean hasSettled = Timestamp.parse(state.path("running").path("startedAt"))
                .filter(since -> Duration.between(since, now).compareTo(settled) > 0)
                .isPresent();
        return hasSettled
                ? Optional.empty()
                : Optional.of(new Crash(
                        status.path("restartCount").asInt(0),
                        end.path("exitCode").asInt(0),
                        ContainerState.reason(end),
                        ranFor,
                        isRunning));
    }

    /**
     * The command that shows the log of the run that ended.
     *
     * @param namespace null where it is not known
     */
    public String logCommand(String pod, String container, @Nullable String namespace) {
        return "kubectl logs " + pod + " -c " + container + (isRunning ? " --previous" : "")
                + (namespace == null ? "" : " -n " + namespace);
    }

    /** How the last run ended, as {@code exit code 137 (OOMKilled)}. */
    public String end() {
        return "exit code " + exitCode + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
