package io.sidecarfirst.observed;

import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.terminal.Shortened;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the gate container of a Pod does, and what it has said at its end. Any container may write any message: what is
 * no answer of the program is left out.
 *
 * @param phase how far it is
 * @param since when its present state began; null if that is not known
 * @param reason why it cannot start, or how it failed, in the kubelet's word; else empty
 * @param message what the kubelet says of that; else empty
 * @param answers what became of each sidecar, by its name; empty before the end
 * @see <a href="https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/">Termination
 *     messages</a>
 */
public record GateReport(
        Phase phase, @Nullable Instant since, String reason, String message, Map<String, Answer> answers) {
    private static final int LONGEST_FAILURE = 200;
    private static final double LONGEST_SECONDS = Integer.MAX_VALUE;

    /** How far a gate container is. */
    public enum Phase {
        /** It is not its turn yet, or no kubelet has reported on it. */
        NOT_STARTED,
        /** It cannot start, most likely for its image. */
        CANNOT_START,
        /** It asks, and what comes after it waits. */
        ASKS,
        /** It has ended, and what comes after it may start. */
        OPEN,
        /** It ended in a way in which it never ends by itself. */
        FAILED
    }

    /** What may become of a sidecar. */
    public enum Outcome {
        /** It has answered. */
        ANSWERED,
        /** It has not, and was not waited for any longer. */
        GIVEN_UP,
        /** It was never asked: the program, as one of another version may, did not understand its check. */
        NOT_UNDERSTOOD
    }

    /**
     * What became of one sidecar.
     *
     * @param afterSeconds how long after the container's start; 0 where it was never asked
     * @param failure why the mains did not wait for it, in one line; empty where it answered
     */
    public record Answer(Outcome outcome, double afterSeconds, String failure) {
        /** Whether it answered: the mains have waited for it. */
        public boolean hasAnswered() {
            return outcome == Outcome.ANSWERED;
        }

        /** In words, after the sidecar's name. */
        public String inWords() {
            return switch (outcome) {
                case ANSWERED -> "answered after " + seconds(afterSeconds);
                case GIVEN_UP ->
                    "was given up after " + seconds(afterSeconds) + (failure.isEmpty() ? "" : ": " + failure);
                case NOT_UNDERSTOOD -> "was not waited for: " + failure;
            };
        }
    }

    private static String seconds(double seconds) {
        return new BigDecimal(seconds).setScale(1, RoundingMode.HALF_UP) + " seconds";
    }

    public GateReport {
        answers = Map.copyOf(answers);
    }

    /** The report of the container that a Pod has; empty where it has none. */
    public static Optional<GateReport> of(Pod pod) {
        return GateContainer.in(pod).map(gate -> of(ContainerState.ofInit(pod, GateContainer.NAME), pod));
    }

    /** The report of a container that keeps the mains of a Pod from starting now. */
    public static Optional<GateReport> ofWaiting(Pod pod) {
        return LivePod.endReason(pod).isPresent() || GateWait.haveMainsStarted(pod)
                ? Optional.empty()
                : of(pod).filter(report -> report.phase() == Phase.ASKS
                        || report.phase() == Phase.CANNOT_START
                        || report.phase() == Phase.FAILED);
    }

    private static GateReport of(JsonNode status, Pod pod) {
        JsonNode state = status.path("state");
        JsonNode terminated = state.path("terminated");
        if (terminated.isObject()) {
            Instant end = Timestamp.parse(terminated.path("finishedAt")).orElse(null);
            return terminated.path("exitCode").asInt(-1) == 0
                    ? new GateReport(
                            Phase.OPEN,
                            end,
                            "",
                            "",
                            answers(terminated.path("message").asString("")))
                    : new GateReport(Phase.FAILED, end, failure(terminated), "", Map.of());
        }
        if (state.path("running").isObject()) {
            Instant start =
                    Timestamp.parse(state.path("running").path("startedAt")).orElse(null);
            return new GateReport(Phase.ASKS, start, "", "", Map.of());
        }
        JsonNode last = status.path("lastState").path("terminated");
        if (last.isObject() && last.path("exitCode").asInt(0) != 0) {
            return new GateReport(Phase.FAILED, null, failure(last), "", Map.of());
        }
        String reason = word(state.path("waiting").path("reason"));
        return reason.isEmpty() || reason.equals("PodInitializing") || reason.equals("ContainerCreating")
                ? new GateReport(Phase.NOT_STARTED, null, "", "", Map.of())
                : new GateReport(
                        Phase.CANNOT_START,
                        turn(pod).orElse(null),
                        reason,
                        line(state.path("waiting").path("message").asString("")),
                        Map.of());
    }

    /** When it was its turn, as far as the Pod tells: a container that waits has no time of its own. */
    private static Optional<Instant> turn(Pod pod) {
        return pod.sidecars().stream()
                .filter(sidecar -> pod.gateCheck(sidecar).isPresent())
                .flatMap(sidecar ->
                        ContainerState.starts(ContainerState.ofInit(pod, sidecar.name())).stream()
                                .min(Instant::compareTo)
                                .stream())
                .max(Instant::compareTo);
    }

    private static String failure(JsonNode terminated) {
        String reason = word(terminated.path("reason"));
        return "exit code " + terminated.path("exitCode").asInt(-1) + (reason.isEmpty() ? "" : ", " + reason);
    }

    private static String word(JsonNode node) {
        return line(node.asString(""));
    }

    private static Map<String, Answer> answers(String message) {
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(message);
        } catch (JacksonException e) {
            return Map.of();
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        tree.properties()
                .forEach(entry -> answer(entry.getValue()).ifPresent(answer -> answers.put(entry.getKey(), answer)));
        return answers;
    }

    /** An entry of a container that ended well; there, one with a failure alone is of a check not understood. */
    private static Optional<Answer> answer(JsonNode entry) {
        String failure = word(entry.path("failure"));
        return seconds(entry.path("passedAfterSeconds"))
                .map(after -> new Answer(Outcome.ANSWERED, after, ""))
                .or(() -> seconds(entry.path("givenUpAfterSeconds"))
                        .map(after -> new Answer(Outcome.GIVEN_UP, after, failure)))
                .or(() -> entry.size() == 1 && !failure.isEmpty()
                        ? Optional.of(new Answer(Outcome.NOT_UNDERSTOOD, 0, failure))
                        : Optional.empty());
    }

    /** What it does, in words, as the end of a sentence about the container. */
    public String inWords() {
        return switch (phase) {
            case NOT_STARTED -> "has not started";
            case CANNOT_START -> "cannot start (" + reason + ")";
            case ASKS -> "runs, and what comes after it waits until all that it asks have answered";
            case OPEN -> "has ended";
            case FAILED -> "has failed (" + reason + ")";
        };
    }

    private static Optional<Double> seconds(JsonNode node) {
        return Optional.of(node)
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .filter(seconds -> seconds >= 0 && seconds <= LONGEST_SECONDS);
    }

    /** One line of printable characters, of which none is of a terminal's commands. */
    private static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(4L * LONGEST_FAILURE)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || !Character.isDefined(c) ? ' ' : c));
        return Shortened.inTheMiddle(line.toString().strip(), LONGEST_FAILURE);
    }
}
