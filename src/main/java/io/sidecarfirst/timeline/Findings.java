package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a person should know about a Pod's start, a sentence each, the most pressing first. */
final class Findings {
    private final Timeline timeline;
    private final JsonNode pod;
    private final List<PodContainer> containers;
    private final EventHistory history;
    private final List<String> sentences = new ArrayList<>();

    Findings(Timeline timeline, JsonNode pod, List<PodContainer> containers, EventHistory history) {
        this.timeline = timeline;
        this.pod = pod;
        this.containers = containers;
        this.history = history;
    }

    List<String> sentences() {
        failed();
        PendingStepText unfinished = new PendingStepText(timeline, pod, containers, history);
        timeline.steps().stream()
                .filter(step -> step.to().isEmpty())
                .map(unfinished::sentence)
                .forEach(this::add);
        for (ContainerTimeline lane : timeline.lanes()) {
            if (lane.kind() == ContainerKind.SIDECAR) {
                held(lane);
                late(lane);
            }
        }
        containers.forEach(this::restarted);
        return sentences;
    }

    /** Why the Pod as a whole has failed; if one of its containers has, that says so. */
    private void failed() {
        String reason = Words.line(pod.at("/status/reason").asString(""), 80);
        String message = Words.line(pod.at("/status/message").asString(""), Words.MESSAGE);
        if (timeline.phase().equals("Failed") && !(reason + message).isEmpty()) {
            String why =
                    Stream.of(reason, message).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
            add("The Pod failed: " + Words.sentence(why));
        } else if (!timeline.isOver() && pod.at("/metadata/deletionTimestamp").isString()) {
            add("The Pod is being deleted.");
        }
    }

    /** A gate that passed, or a hook that ended: what it cost. */
    private void held(ContainerTimeline lane) {
        for (Step step : timeline.steps()) {
            boolean isHers = step.who().filter(lane.name()::equals).isPresent()
                    && step.to().isPresent();
            List<String> after = PendingStepText.after(lane.name(), containers);
            if (isHers && !after.isEmpty() && (step.cause() == WaitReason.GATE || step.cause() == WaitReason.HOOK)) {
                add(lane.name() + (step.cause() == WaitReason.GATE ? "'s gate" : "'s postStart hook") + " held "
                        + Words.list(after) + " back for "
                        + step.stretch(timeline.now()).text() + ".");
            }
        }
    }

    /** A sidecar that nothing waited for, though it was not ready. */
    private void late(ContainerTimeline lane) {
        Optional<ContainerTimeline> main = firstMain();
        if (lane.gated()
                || lane.restarts() > 0
                || main.isEmpty()
                || main.get().started().isEmpty()) {
            return;
        }
        TimeEstimate started = main.get().started().get();
        if (lane.ready().isEmpty()) {
            boolean isUnready = PodContainer.named(lane.name(), containers)
                    .filter(c -> c.runs() && !c.isReady())
                    .isPresent();
            if (isUnready) {
                add(main.get().name() + " started, and " + lane.name() + " is still not ready "
                        + new Interval(started, TimeEstimate.exactly(timeline.now())).text()
                        + " later: " + lane.name() + " has no gate.");
            }
        } else if (started.isBefore(lane.ready().get()) && !isVague(lane.ready().get(), started)) {
            add(main.get().name() + " started "
                    + new Interval(started, lane.ready().get()).text() + " before " + lane.name() + " was ready: "
                    + lane.name() + " has no gate.");
        }
    }

    /** Whether it may have been ready before the main started. */
    private static boolean isVague(TimeEstimate ready, TimeEstimate started) {
        return ready.isVague()
                && !started.isBefore(new TimeEstimate(ready.earliest(), ready.earliest(), ready.latest(), ready.basis()));
    }

    private void restarted(PodContainer container) {
        boolean isDown = container.crashLoops() && !timeline.isOver();
        if (container.restarts() == 0 && !isDown) {
            return;
        }
        List<String> clauses = new ArrayList<>();
        if (container.restarts() > 0) {
            clauses.add("was restarted " + Words.times(container.restarts()));
        }
        container
                .lastEnd()
                .ifPresent(end -> clauses.add("its " + end
                        + container
                                .lastEnded()
                                .map(at -> " at " + TimeAxis.offset(timeline, at))
                                .orElse("")));
        if (isDown) {
            clauses.add("it is down until it is started again"
                    + container
                            .backOff()
                            .map(time -> " (back-off " + time + ")")
                            .orElse(""));
        }
        add(container.name() + (container.restarts() > 0 ? " " : ": ") + String.join("; ", clauses) + ".");
    }

    private Optional<ContainerTimeline> firstMain() {
        return timeline.lanes().stream()
                .filter(lane -> lane.kind() == ContainerKind.MAIN && lane.started().isPresent())
                .reduce((one, other) ->
                        other.started().get().isBefore(one.started().get()) ? other : one);
    }

    private void add(String sentence) {
        sentences.add(sentence);
    }
}
