package io.sidecarfirst.observer;

import io.sidecarfirst.explain.Redacted;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GateCheck;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.observed.GateReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a Pod's gate container.
 *
 * @param phase how far it is
 * @param isWaitedFor whether the mains wait for it now
 * @param since when it began to ask, or has ended; null if that is not known
 * @param reason why it cannot start, or how it failed; else empty
 * @param asked the sidecars that it asks, in the order in which they start
 */
record ObservedGateContainer(
        GateReport.Phase phase,
        boolean isWaitedFor,
        @Nullable Instant since,
        String reason,
        List<Asked> asked) {
    private static final double MILLIS = 1000;

    ObservedGateContainer {
        asked = List.copyOf(asked);
    }

    /**
     * A sidecar that is asked. What the container says of others is not kept.
     *
     * @param answer what became of it, where the container has ended well and has said so; else null
     */
    record Asked(String sidecar, ObservedPod.GateOfOurs gate, GateReport.@Nullable Answer answer) {
        boolean hasPassed() {
            return answer != null && answer.hasAnswered();
        }

        /** Whether the mains have started without it. */
        boolean isGivenUp() {
            return answer != null && !answer.hasAnswered();
        }

        private static Asked of(Pod pod, Container sidecar, GateCheck check, Map<String, GateReport.Answer> answers) {
            Optional<Handler> handler = check.handler();
            return new Asked(
                    sidecar.name().intern(),
                    new ObservedPod.GateOfOurs(
                            check.source(),
                            handler.map(Redacted::describe).orElse("").intern(),
                            handler.flatMap(it -> GuessedPort.of(pod, sidecar, check.source(), it))
                                    .isPresent(),
                            check.releaseAfterSeconds()),
                    Optional.ofNullable(answers.get(sidecar.name()))
                            .map(answer -> redacted(answer, handler.orElse(null)))
                            .orElse(null));
        }

        private static GateReport.Answer redacted(GateReport.Answer answer, @Nullable Handler handler) {
            return new GateReport.Answer(
                    answer.outcome(), answer.afterSeconds(), Redacted.failure(answer.failure(), handler));
        }
    }

    /** The one that a Pod has. */
    static Optional<ObservedGateContainer> of(Pod pod) {
        return GateReport.of(pod).map(report -> of(pod, report));
    }

    private static ObservedGateContainer of(Pod pod, GateReport report) {
        boolean hasOpened = report.phase() == GateReport.Phase.OPEN;
        List<Asked> asked = new ArrayList<>();
        for (Container sidecar : pod.sidecars()) {
            pod.gateCheck(sidecar)
                    .map(check -> Asked.of(pod, sidecar, check, hasOpened ? report.answers() : Map.of()))
                    .ifPresent(asked::add);
        }
        return new ObservedGateContainer(
                report.phase(),
                GateReport.ofWaiting(pod).isPresent(),
                hasOpened || report.phase() == GateReport.Phase.ASKS ? report.since() : null,
                report.reason().intern(),
                asked);
    }

    boolean hasOpened() {
        return phase == GateReport.Phase.OPEN;
    }

    /** Those that it has not waited for any longer. */
    List<Asked> givenUp() {
        return asked.stream().filter(Asked::isGivenUp).toList();
    }

    /** How long before the container's end a sidecar answered: it ends with the last answer. */
    Duration beforeEnd(Asked of) {
        return of.answer() == null
                ? Duration.ZERO
                : Duration.ofMillis(
                        Math.round(MILLIS * (lastAnswer() - of.answer().afterSeconds())));
    }

    private double lastAnswer() {
        return asked.stream()
                .flatMap(it -> Optional.ofNullable(it.answer()).stream())
                .mapToDouble(GateReport.Answer::afterSeconds)
                .max()
                .orElse(0);
    }
}
