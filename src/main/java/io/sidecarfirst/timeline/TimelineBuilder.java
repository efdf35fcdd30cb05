package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.ContainerTimeline.Milestone;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes a {@link Timeline} of what is known of a Pod. */
final class TimelineBuilder {
    private final PodSnapshot pod;
    private final @Nullable String eventsMissing;
    private final Observations observations;
    private final TimeEstimate created;
    private final Instant now;
    private final StartSequence start;
    private final GateContainerFindings gateContainer;

    TimelineBuilder(JsonNode pod, PodEvents events, Observations observations, @Nullable Instant now) {
        this.pod = PodSnapshot.of(pod, events);
        this.eventsMissing = events.missing();
        this.observations = observations;
        this.created = this.pod.created();
        this.now = TimeEstimate.later(end(now), created.at());
        this.start = new StartSequence(this.pod, observations, created);
        this.gateContainer = new GateContainerFindings(this.pod);
    }

    /** Until when the Pod is known: nothing happens after the end of one that is over. */
    private Instant end(@Nullable Instant now) {
        Instant latest = pod.latest();
        Instant until = now == null ? latest : observations.inServerTime(now);
        return pod.isOver() ? TimeEstimate.earlier(until, latest) : until;
    }

    Timeline build() {
        List<Step> steps = start.steps();
        List<ContainerTimeline> containers = pod.containers().stream()
                .map(container -> timeline(container, steps))
                .toList();
        return new Timeline(
                pod.namespace(),
                pod.name(),
                pod.phase(),
                created,
                now,
                containers,
                steps,
                new Findings(pod, gateContainer, containers, steps, created, now).sentences(),
                Caveats.sentences(containers, pod.events(), eventsMissing));
    }

    private ContainerTimeline timeline(PodContainer container, List<Step> steps) {
        TimeEstimate started = start.when(container, Milestone.STARTED).orElse(null);
        TimeEstimate passed = gatePassed(container, started).orElse(null);
        boolean isHeld = passed == null && gateContainer.isHeld(container.name());
        TimeEstimate ready = isHeld
                ? null
                : new ReadinessEstimate(pod, start, observations)
                        .of(container, started, passed)
                        .orElse(null);
        return new ContainerTimeline(
                container.name(),
                container.kind(),
                container.isGated(),
                gateContainer.asks(container.name()),
                start.when(container, Milestone.CREATED).orElse(null),
                started,
                passed,
                ready,
                container.runFinished().orElse(null),
                container.restarts(),
                container.state(),
                spans(container, isHeld, steps, started, passed, ready));
    }

    private Optional<TimeEstimate> gatePassed(PodContainer container, @Nullable TimeEstimate started) {
        return container.isGated()
                ? start.when(container, Milestone.GATE_PASSED).or(() -> seenToPass(container, started))
                : Optional.ofNullable(started).flatMap(from -> gateContainer.answered(container.name(), from));
    }

    /** A main's own gate, which nothing waits for. */
    private Optional<TimeEstimate> seenToPass(PodContainer container, @Nullable TimeEstimate started) {
        return started == null
                ? Optional.empty()
                : observations
                        .when(container.name(), Milestone.GATE_PASSED)
                        .filter(seen -> !seen.latest().isBefore(started.at()))
                        .map(seen -> seen.notBefore(started));
    }

    private List<Span> spans(
            PodContainer container,
            boolean isHeld,
            List<Step> steps,
            @Nullable TimeEstimate started,
            @Nullable TimeEstimate passed,
            @Nullable TimeEstimate ready) {
        List<Step> before = Step.before(container.name(), pod.containerNames(), steps);
        List<Span> spans = new SpanBuilder(container, isHeld).spans(before, started, passed, ready);
        // In a Pod that is over nothing goes on.
        return pod.isOver() ? spans.stream().map(this::closed).toList() : spans;
    }

    private Span closed(Span span) {
        TimeEstimate end =
                TimeEstimate.exactly(TimeEstimate.later(now, span.from().at()));
        return span.isOpen() ? new Span(span.phase(), span.from(), end, span.step()) : span;
    }
}
