package io.sidecarfirst.timeline;

import io.sidecarfirst.observed.AskedSidecars;
import io.sidecarfirst.observed.GateReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a gate container has waited for, as it has said at its end, and what that saved; a sentence each. */
final class GateContainerFindings {
    /** A sidecar that answered sooner was most likely ready before it was asked: for how long is not known. */
    private static final double FIRST_ATTEMPT_SECONDS = 0.1;

    /** Less is within what the times of a Pod, in whole seconds, can show. */
    private static final double NOTICEABLE_SECONDS = 1;

    private final PodSnapshot snapshot;
    private final AskedSidecars asked;

    GateContainerFindings(PodSnapshot snapshot) {
        this.snapshot = snapshot;
        this.asked = AskedSidecars.in(snapshot.pod());
    }

    /** The names of the sidecars that the container asks, in no order. */
    Set<String> asked() {
        return asked.names();
    }

    /** Whether the container asks the sidecar of that name. */
    boolean asks(String sidecar) {
        return asked.names().contains(sidecar);
    }

    /** Whether the container asks the sidecar of that name, and has not ended: what it has answered is not known. */
    boolean isHeld(String sidecar) {
        return asks(sidecar)
                && snapshot.container(AskedSidecars.BY)
                        .flatMap(PodContainer::runFinished)
                        .isEmpty();
    }

    /**
     * When a sidecar answered, by the container's own word.
     *
     * @param started when the sidecar was started
     */
    Optional<TimeEstimate> answered(String sidecar, TimeEstimate started) {
        GateReport.Answer answer = asks(sidecar) ? asked.answers().get(sidecar) : null;
        if (answer == null || !answer.hasAnswered()) {
            return Optional.empty();
        }
        boolean isAtOnce = answer.afterSeconds() < FIRST_ATTEMPT_SECONDS;
        return snapshot.container(AskedSidecars.BY)
                .flatMap(PodContainer::firstStarted)
                .map(began -> began.plus(Duration.ofMillis(Math.round(answer.afterSeconds() * 1000))))
                .map(at -> isAtOnce ? at.notSooner(started) : at)
                .map(at -> at.notBefore(started));
    }

    List<String> sentences() {
        Map<String, GateReport.Answer> answers = asked.answers();
        List<String> sentences = new ArrayList<>();
        for (PodContainer sidecar : snapshot.containers()) {
            GateReport.Answer answer = answers.get(sidecar.name());
            if (answer != null && asks(sidecar.name())) {
                sentences.add("For " + AskedSidecars.BY + ", " + sidecar.name() + " "
                        + Words.sentence(Words.line(answer.inWords(), Words.MESSAGE)));
            }
        }
        saved(answers).ifPresent(sentences::add);
        return sentences;
    }

    /**
     * With startupProbes each sidecar would have been created only when the one before had answered. What each took
     * from its own start until it answered is then added up; here they took that time together.
     */
    private Optional<String> saved(Map<String, GateReport.Answer> answers) {
        Optional<Instant> began = snapshot.container(AskedSidecars.BY)
                .flatMap(PodContainer::firstStarted)
                .map(TimeEstimate::at);
        if (began.isEmpty()) {
            return Optional.empty();
        }
        List<Run> runs = new ArrayList<>();
        for (PodContainer sidecar : snapshot.containers()) {
            GateReport.Answer answer = answers.get(sidecar.name());
            Optional<TimeEstimate> start = sidecar.firstStarted();
            if (answer != null && answer.hasAnswered() && asks(sidecar.name()) && start.isPresent()) {
                runs.add(new Run(seconds(start.get().at(), began.get()), answer.afterSeconds()));
            }
        }
        if (runs.size() < 2) {
            return Optional.empty();
        }
        double first = runs.stream().mapToDouble(Run::start).min().orElse(0);
        double last = runs.stream().mapToDouble(Run::answer).max().orElse(0);
        double saved = runs.stream().mapToDouble(Run::length).sum() - (last - first);
        return saved < NOTICEABLE_SECONDS
                ? Optional.empty()
                : Optional.of("With startupProbes this Pod would have started about " + Math.round(saved)
                        + " s later: its sidecars would have started one after another.");
    }

    private static double seconds(Instant time, Instant since) {
        return Duration.between(since, time).toMillis() / 1000.0;
    }

    /**
     * A sidecar's start, in seconds since the container began to ask.
     *
     * @param start when the sidecar was started; negative if that was before
     * @param answer when it answered
     */
    private record Run(double start, double answer) {
        double length() {
            return answer < FIRST_ATTEMPT_SECONDS ? 0 : Math.max(0, answer - start);
        }
    }
}
