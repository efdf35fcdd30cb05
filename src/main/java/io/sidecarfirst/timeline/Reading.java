package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** From what is known to a {@link Timeline}. */
final class Reading {
    private final JsonNode pod;
    private final Events events;
    private final Sightings sightings;
    private final List<Container> containers;
    private final History own;
    private final Start start;
    private final Moment created;
    private final Instant now;

    Reading(JsonNode pod, Events events, Sightings sightings, Optional<Instant> now) {
        this.pod = pod;
        this.events = events;
        this.sightings = sightings;
        this.containers = Container.of(pod);
        this.own = events.about(pod);
        Instant latest = times().reduce(Instant.EPOCH, Moment::later);
        this.created = Times.at(pod.at("/metadata/creationTimestamp"), Basis.STATUS)
                .or(() -> Times.at(pod.at("/status/startTime"), Basis.STATUS))
                .orElseGet(() -> Moment.stated(latest, Basis.INFERRED));
        Instant until = now.map(sightings::inServerTime).orElse(latest);
        this.now = Moment.later(isOver() ? Moment.earlier(until, latest) : until, created.at());
        this.start = new Start(pod, containers, own, sightings, created);
    }

    private boolean isOver() {
        return Timeline.isOver(pod.at("/status/phase").asString(""));
    }

    /** Every time that the Pod and its Events name. */
    private Stream<Instant> times() {
        Stream<Instant> inStatus = Stream.of("startedAt", "finishedAt", "lastTransitionTime", "startTime")
                .flatMap(field -> pod.path("status").findValues(field).stream())
                .flatMap(node -> Times.instant(node).stream());
        return Stream.concat(inStatus, own.times());
    }

    private List<String> names() {
        return containers.stream().map(Container::name).toList();
    }

    Timeline timeline() {
        List<Step> steps = start.steps();
        List<Lane> lanes =
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
                new Limits(bare, events, own).sentences());
    }

    private Lane lane(Container container, List<Step> steps) {
        Optional<Moment> began = start.when(container, Start.Fact.BEGAN);
        Optional<Moment> passed = container.gated()
                ? start.when(container, Start.Fact.PASSED).or(() -> seenToPass(container, began))
                : Optional.empty();
        Optional<Moment> ready = new Readiness(containers, start, sightings).of(container, began, passed);
        return new Lane(
                container.name(),
                container.kind(),
                container.gated(),
                start.when(container, Start.Fact.CREATED),
                began,
                passed,
                ready,
                container.ended(),
                container.restarts(),
                container.state(),
                bar(container, steps, began, passed, ready));
    }

    private List<Span> bar(
            Container container,
            List<Step> steps,
            Optional<Moment> began,
            Optional<Moment> passed,
            Optional<Moment> ready) {
        List<Step> before = Timeline.before(container.name(), names(), steps);
        List<Span> spans = new Bar(container).spans(before, began, passed, ready);
        // In a Pod that is over nothing goes on.
        return isOver() ? spans.stream().map(this::closed).toList() : spans;
    }

    private Span closed(Span span) {
        Moment end = Moment.exactly(Moment.later(now, span.from().at()));
        return span.to().isPresent() ? span : new Span(span.phase(), span.from(), Optional.of(end), span.step());
    }

    /** A main's own gate, which nothing waits for. */
    private Optional<Moment> seenToPass(Container container, Optional<Moment> began) {
        return began.flatMap(from -> sightings
                .of(container.name(), Sightings.Sight.PASSED)
                .filter(seen -> !seen.latest().isBefore(from.at()))
                .map(seen -> seen.notBefore(from)));
    }
}
