package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** From what is known to a {@link Timeline}. */
final class TimelineBuilder {
    private final JsonNode pod;
    private final PodEvents events;
    private final Observations observations;
    private final List<PodContainer> containers;
    private final EventHistory own;
    private final StartSequence start;
    private final TimeEstimate created;
    private final Instant now;

    TimelineBuilder(JsonNode pod, PodEvents events, Observations observations, Optional<Instant> now) {
        this.pod = pod;
        this.events = events;
        this.observations = observations;
        this.containers = PodContainer.of(pod);
        this.own = events.about(pod);
        Instant latest = times().reduce(Instant.EPOCH, TimeEstimate::later);
        this.created = Timestamps.at(pod.at("/metadata/creationTimestamp"), Evidence.STATUS)
                .or(() -> Timestamps.at(pod.at("/status/startTime"), Evidence.STATUS))
                .orElseGet(() -> TimeEstimate.stated(latest, Evidence.INFERRED));
        Instant until = now.map(observations::inServerTime).orElse(latest);
        this.now = TimeEstimate.later(isOver() ? TimeEstimate.earlier(until, latest) : until, created.at());
        this.start = new StartSequence(pod, containers, own, observations, created);
    }

    private boolean isOver() {
        return Timeline.isOver(pod.at("/status/phase").asString(""));
    }

    /** Every time that the Pod and its Events name. */
    private Stream<Instant> times() {
        Stream<Instant> inStatus = Stream.of("startedAt", "finishedAt", "lastTransitionTime", "startTime")
                .flatMap(field -> pod.path("status").findValues(field).stream())
                .flatMap(node -> Timestamps.instant(node).stream());
        return Stream.concat(inStatus, own.times());
    }

    private List<String> names() {
        return containers.stream().map(PodContainer::name).toList();
    }

    Timeline timeline() {
        List<Step> steps = start.steps();
        List<ContainerTimeline> lanes =
                containers.stream().map(container -> lane(container, steps)).toList();
        String name = Words.line(pod.at("/metadata/name").asString("?"), 253);
        String namespace = Words.line(pod.at("/metadata/namespace").asString(""), 253);
        String phase = Words.line(pod.at("/status/phase").asString("Unknown"), 20);
        Timeline bare = new Timeline(namespace, name, phase, created, now, lanes, steps, List.of(), List.of());
        return new Timeline(
                namespace,
                name,
                phase,
                created,
                now,
                lanes,
                steps,
                new Findings(bare, pod, containers, own).sentences(),
                new Caveats(bare, events, own).sentences());
    }

    private ContainerTimeline lane(PodContainer container, List<Step> steps) {
        Optional<TimeEstimate> began = start.when(container, StartSequence.Fact.BEGAN);
        Optional<TimeEstimate> passed = container.gated()
                ? start.when(container, StartSequence.Fact.PASSED).or(() -> seenToPass(container, began))
                : Optional.empty();
        Optional<TimeEstimate> ready = new ReadinessEstimate(containers, start, observations).of(container, began, passed);
        return new ContainerTimeline(
                container.name(),
                container.kind(),
                container.gated(),
                start.when(container, StartSequence.Fact.CREATED),
                began,
                passed,
                ready,
                container.ended(),
                container.restarts(),
                container.state(),
                bar(container, steps, began, passed, ready));
    }

    private List<Span> bar(
            PodContainer container,
            List<Step> steps,
            Optional<TimeEstimate> began,
            Optional<TimeEstimate> passed,
            Optional<TimeEstimate> ready) {
        List<Step> before = Timeline.before(container.name(), names(), steps);
        List<Span> spans = new SpanBuilder(container).spans(before, began, passed, ready);
        // In a Pod that is over nothing goes on.
        return isOver() ? spans.stream().map(this::closed).toList() : spans;
    }

    private Span closed(Span span) {
        TimeEstimate end = TimeEstimate.exactly(TimeEstimate.later(now, span.from().at()));
        return span.to().isPresent() ? span : new Span(span.phase(), span.from(), Optional.of(end), span.step());
    }

    /** A main's own gate, which nothing waits for. */
    private Optional<TimeEstimate> seenToPass(PodContainer container, Optional<TimeEstimate> began) {
        return began.flatMap(from -> observations
                .of(container.name(), Observations.Sight.PASSED)
                .filter(seen -> !seen.latest().isBefore(from.at()))
                .map(seen -> seen.notBefore(from)));
    }
}
