package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** From what is known to a {@link Timeline}. */
final class Reading {
    private final JsonNode pod;
    private final Events events;
    private final Sightings sightings;
    private final List<Container> containers;
    private final List<PodEvent> own;
    private final Start start;
    private final Moment created;
    private final Instant now;

    Reading(JsonNode pod, Events events, Sightings sightings, Optional<Instant> now) {
        this.pod = pod;
        this.events = events;
        this.sightings = sightings;
        this.containers = Container.of(pod);
        this.own = events.about(pod);
        this.start = new Start(pod, containers, own, sightings);
        Instant latest = times().reduce(Instant.EPOCH, Moment::later);
        this.created = Times.at(pod.at("/metadata/creationTimestamp"), Basis.STATUS)
                .or(() -> Times.at(pod.at("/status/startTime"), Basis.STATUS))
                .orElseGet(() -> Moment.stated(latest, Basis.INFERRED));
        this.now = Moment.later(now.map(at -> at.plus(sightings.shift())).orElse(latest), created.at());
    }

    /** Every time that the Pod and its Events name. */
    private Stream<Instant> times() {
        Stream<Instant> inStatus = Stream.of("startedAt", "finishedAt", "lastTransitionTime", "startTime")
                .flatMap(field -> pod.path("status").findValues(field).stream())
                .flatMap(node -> Times.instant(node).stream());
        return Stream.concat(inStatus, own.stream().map(event -> event.last().at()));
    }

    private List<String> names() {
        return containers.stream().map(Container::name).toList();
    }

    Timeline timeline() {
        List<Step> steps = start.steps(created);
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
                new Limits(bare, events, own, sightings).sentences());
    }

    private Lane lane(Container container, List<Step> steps) {
        Optional<Moment> began = end(steps, Cause.START, container).or(() -> start.firstRun(container));
        Optional<Moment> passed = container.gated()
                ? end(steps, Cause.GATE, container)
                        .or(() -> start.passed(container)
                                .map(at -> began.map(at::notBefore).orElse(at)))
                : Optional.empty();
        Optional<Moment> ended = container.hasEnded() ? container.ended() : Optional.empty();
        Optional<Moment> ready = new Readiness(containers, start, sightings)
                .of(container, began, passed)
                .map(at -> passed.or(() -> began).map(at::notBefore).orElse(at));
        Optional<Moment> made = Events.first(own, container.name(), Set.of("Created"));
        return new Lane(
                container.name(),
                container.kind(),
                container.gated(),
                made,
                began,
                passed,
                ready,
                ended,
                container.restarts(),
                container.state(),
                new Bar(container, own).spans(Timeline.before(container.name(), names(), steps), began, passed, ready));
    }

    private static Optional<Moment> end(List<Step> steps, Cause cause, Container container) {
        return steps.stream()
                .filter(step -> step.cause() == cause
                        && step.who().filter(container.name()::equals).isPresent())
                .findFirst()
                .flatMap(Step::to);
    }
}
