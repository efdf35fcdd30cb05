package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.Span.Phase;
import io.sidecarfirst.timeline.Step.WaitReason;
import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the spans of one container, one after another without holes. */
final class SpanBuilder {
    private final PodContainer container;
    private final boolean isHeld;
    private final List<Span> spans = new ArrayList<>();

    /** @param isHeld whether a gate container asks it now, and nobody knows whether it has answered */
    SpanBuilder(PodContainer container, boolean isHeld) {
        this.container = container;
        this.isHeld = isHeld;
    }

    /**
     * All of them.
     *
     * @param before the steps before it, and its own creation
     * @param started when it ran for the first time
     * @param gatePassed when its gate passed for the first time
     * @param ready when it became ready for the first time
     */
    List<Span> spans(
            List<Step> before,
            @Nullable TimeEstimate started,
            @Nullable TimeEstimate gatePassed,
            @Nullable TimeEstimate ready) {
        for (Step step : before) {
            boolean isOwn = step.reason().isOwn() && step.isAbout(container.name());
            if (isOwn && started != null && started.isVague()) {
                // It was restarted so often that nobody knows when it first started.
                runs(step.from(), gatePassed, ready);
                return spans;
            }
            add(
                    isOwn
                            ? new Span(phase(step.reason()), step.from(), step.to())
                            : new Span(Phase.WAITING, step.from(), step.to(), step));
            if (!step.isDone()) {
                return spans;
            }
        }
        if (started != null) {
            runs(started, gatePassed, ready);
        }
        return spans;
    }

    private static Phase phase(WaitReason own) {
        return switch (own) {
            case QUEUE -> Phase.QUEUED;
            case IMAGE -> Phase.PULLING;
            default -> Phase.CREATING;
        };
    }

    /** All runs: the first, what is known of those between, and the last. */
    private void runs(TimeEstimate started, @Nullable TimeEstimate gatePassed, @Nullable TimeEstimate ready) {
        Optional<TimeEstimate> again = container.runStarted();
        TimeEstimate finished = container.runFinished().orElse(null);
        TimeEstimate previous = container.previousRunFinished().orElse(null);
        if (previous == null && container.restarts() == 0) {
            run(started, finished, gatePassed, ready);
            return;
        }
        boolean isFirst = previous != null
                && container
                        .firstStarted()
                        .filter(first -> first.evidence() == Evidence.STATUS)
                        .isPresent();
        if (isFirst) {
            run(started, previous, gatePassed, ready);
        } else {
            add(new Span(Phase.RESTARTING, started, previous == null ? again.orElse(null) : previous));
        }
        if (previous != null) {
            add(new Span(Phase.DOWN, previous, again.orElse(null)));
        }
        again.ifPresent(from -> run(from, finished, ifAfter(from, gatePassed), ifAfter(from, ready)));
    }

    private static @Nullable TimeEstimate ifAfter(TimeEstimate from, @Nullable TimeEstimate time) {
        return time != null && from.isBefore(time) ? time : null;
    }

    /** One run: the gate, then not ready, then ready. */
    private void run(
            TimeEstimate from,
            @Nullable TimeEstimate end,
            @Nullable TimeEstimate gatePassed,
            @Nullable TimeEstimate becameReady) {
        boolean isOver = end != null;
        TimeEstimate passed = ifNotAfter(end, gatePassed);
        TimeEstimate ready = ifNotAfter(end, becameReady);
        if (container.kind() == ContainerKind.INIT) {
            add(new Span(Phase.RUNNING, from, end));
            return;
        }
        if (isHeld || (container.isGated() && passed == null && (isOver || !container.hasStarted()))) {
            add(new Span(Phase.STARTING, from, end));
            return;
        }
        if (passed != null) {
            add(new Span(Phase.STARTING, from, passed));
        }
        TimeEstimate runs = passed == null ? from : passed;
        if (ready != null) {
            add(new Span(ready.isVague() ? Phase.RUNNING : Phase.UNREADY, runs, ready));
            add(new Span(Phase.READY, ready, end));
        } else if (!isOver && !container.isReady()) {
            add(new Span(Phase.UNREADY, runs, null));
        } else {
            boolean isReady = !isOver && container.isReady() && container.restarts() > 0;
            add(new Span(isReady ? Phase.READY : Phase.RUNNING, runs, end));
        }
    }

    private static @Nullable TimeEstimate ifNotAfter(@Nullable TimeEstimate end, @Nullable TimeEstimate time) {
        return time != null && (end == null || !end.isBefore(time)) ? time : null;
    }

    /** What took no time is not drawn. */
    private void add(Span span) {
        if (span.to() == null || span.from().isBefore(span.to())) {
            spans.add(span);
        }
    }
}
