package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.ContainerTimeline.Milestone;
import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What shows that each part of a Pod's start has happened, and when. What the API does not record is inferred from the
 * next thing that happened.
 */
final class StartSigns {
    private final PodSnapshot pod;
    private final Observations observations;

    /** The first sign of each container, or of one that starts after it; null without any. The last is null. */
    private final List<@Nullable TimeEstimate> firstSigns;

    StartSigns(PodSnapshot pod, Observations observations) {
        this.pod = pod;
        this.observations = observations;
        int count = pod.containers().size();
        this.firstSigns = new ArrayList<>(Collections.nCopies(count + 1, null));
        for (int i = count - 1; i >= 0; i--) {
            Stream<TimeEstimate> own = firstSign(pod.containers().get(i)).stream();
            Stream<TimeEstimate> later = first(i + 1).stream();
            firstSigns.set(
                    i, Stream.concat(own, later).reduce(TimeEstimate::orEarlier).orElse(null));
        }
    }

    /** The first sign of a container, or of one that starts after it; empty after the last container. */
    Optional<TimeEstimate> first(int index) {
        return Optional.ofNullable(firstSigns.get(index));
    }

    /**
     * The first sign of a container; before it started its image was pulled, which took a time that only Events tell.
     */
    private Optional<TimeEstimate> firstSign(PodContainer container) {
        Optional<TimeEstimate> event = pod.events().firstSign(container.name());
        Optional<TimeEstimate> run = firstStarted(container);
        return event.isPresent()
                ? Stream.concat(event.stream(), run.stream()).reduce(TimeEstimate::orEarlier)
                : run.map(TimeEstimate::by);
    }

    Optional<TimeEstimate> scheduled() {
        return pod.trueSince("PodScheduled").or(pod::accepted).or(() -> first(0));
    }

    /** The kubelet may report it only after it has gone on, so what comes next says more. */
    Optional<TimeEstimate> sandboxReady() {
        Optional<TimeEstimate> ready = pod.trueSince("PodReadyToStartContainers");
        Optional<TimeEstimate> next = first(0);
        boolean isVague = next.filter(TimeEstimate::isVague).isPresent();
        return ready.isPresent() && !isVague
                ? Stream.concat(ready.stream(), next.stream()).reduce(TimeEstimate::orEarlier)
                : ready.or(() -> next.map(TimeEstimate::inferred));
    }

    /**
     * When a container was created, before it started.
     *
     * @param started when it ran for the first time, if that is known
     */
    Optional<TimeEstimate> created(PodContainer container, @Nullable TimeEstimate started) {
        return pod.events()
                .first(container.name(), "Created")
                .map(EventHistory.Event::first)
                .filter(created -> started == null || !created.earliest().isAfter(started.latest()));
    }

    /** When a container ran for the first time: the status remembers two runs, Events more. */
    Optional<TimeEstimate> firstStarted(PodContainer container) {
        Optional<TimeEstimate> status = container.firstStarted();
        Optional<TimeEstimate> event =
                pod.events().first(container.name(), "Started").map(EventHistory.Event::first);
        boolean isSure =
                status.filter(time -> time.evidence() == Evidence.STATUS).isPresent();
        boolean isNews = event.isPresent()
                && status.map(time -> !time.isBefore(event.get())).orElse(true);
        return !isSure && isNews ? event : status;
    }

    /** When an init container succeeded for the first time; in a new sandbox it runs again. */
    Optional<TimeEstimate> succeeded(int index) {
        PodContainer container = pod.containers().get(index);
        Optional<TimeEstimate> next = first(index + 1);
        return (container.hasSucceeded() ? container.runFinished() : Optional.<TimeEstimate>empty())
                .filter(end -> next.map(sign -> !sign.latest().isBefore(end.earliest()))
                        .orElse(true))
                .or(() -> next.map(TimeEstimate::shortlyBefore));
    }

    /** When a sidecar's {@code postStart} hook ended. */
    Optional<TimeEstimate> hookEnded(int index) {
        return first(index + 1).map(TimeEstimate::shortlyBefore);
    }

    /** When a sidecar's gate passed for the first time. */
    Optional<TimeEstimate> gatePassed(int index, TimeEstimate started) {
        boolean isLastOfInit = index + 1 < pod.containers().size()
                && pod.containers().get(index + 1).kind() == ContainerKind.MAIN;
        // It turns true when nothing of initContainers holds the mains back any more, and stays so.
        Optional<TimeEstimate> initialized = isLastOfInit ? pod.trueSince("Initialized") : Optional.empty();
        Optional<TimeEstimate> next = first(index + 1);
        boolean isNextVague = next.filter(TimeEstimate::isVague).isPresent();
        Optional<TimeEstimate> first = isNextVague
                ? initialized.or(() -> next)
                : Stream.concat(next.stream(), initialized.stream()).reduce(TimeEstimate::orEarlier);
        return first.map(TimeEstimate::shortlyBefore)
                .or(() -> observations
                        .when(pod.containers().get(index).name(), Milestone.GATE_PASSED)
                        .filter(seen -> !seen.latest().isBefore(started.at())));
    }
}
