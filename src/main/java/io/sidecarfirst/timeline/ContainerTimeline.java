package io.sidecarfirst.timeline;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One container's life, as far as it is known. A time that is null is not known, or has not come.
 *
 * @param name its name
 * @param kind what it is
 * @param isGated whether it has a startupProbe; always false for an init container that is no sidecar
 * @param isAsked whether a gate container asks it, whose end then comes after the gate has passed
 * @param created when it was created; only Events tell
 * @param started when its process began for the first time
 * @param gatePassed when its gate passed for the first time
 * @param ready when it became ready for the first time
 * @param finished when it ended for good
 * @param restarts how often it was started again
 * @param state its state in one or a few words, as {@code kubectl describe} has it
 * @param spans its bar, without holes, from the Pod's creation
 */
public record ContainerTimeline(
        String name,
        ContainerKind kind,
        boolean isGated,
        boolean isAsked,
        @Nullable TimeEstimate created,
        @Nullable TimeEstimate started,
        @Nullable TimeEstimate gatePassed,
        @Nullable TimeEstimate ready,
        @Nullable TimeEstimate finished,
        int restarts,
        String state,
        List<Span> spans) {

    /** What a container goes through while it starts, in this order. */
    enum Milestone {
        CREATED,
        STARTED,
        GATE_PASSED,
        READY
    }

    public ContainerTimeline {
        spans = List.copyOf(spans);
    }

    /** The times that are printed. */
    Stream<TimeEstimate> times() {
        return Stream.of(created, started, gatePassed, ready, finished).filter(Objects::nonNull);
    }

    /** When it became ready, if more is known than "by then". */
    @Nullable
    TimeEstimate exactlyReady() {
        return ready == null || ready.isVague() ? null : ready;
    }
}
