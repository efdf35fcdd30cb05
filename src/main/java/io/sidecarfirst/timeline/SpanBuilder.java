package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The spans of one container, one after another without holes. */
final class SpanBuilder {
    private final PodContainer container;
    private final List<Span> spans = new ArrayList<>();

    SpanBuilder(PodContainer container) {
        this.container = container;
    }

    /**
     * All of them.
     *
     * @param before the steps before it, and its own creation
     * @param began when it ran for the first time
     * @param passed when its gate passed for the first time
     * @param ready when it became ready for the first time
     */
    List<Span> spans(List<Step> before, Optional<TimeEstimate> began, Optional<TimeEstimate> passed, Optional<TimeEstimate> ready) {
        for (Step step : before) {
            boolean isOwn = step.cause().isOwn()
                    && step.who().filter(container.name()::equals).isPresent();
            if (isOwn && began.filter(TimeEstimate::isVague).isPresent()) {
                // It was started again so often that nobody knows when it began.
                lives(step.from(), passed, ready);
                return spans;
            }
            add(
                    isOwn
                            ? new Span(phase(step.cause()), step.from(), step.to())
                            : new Span(Phase.WAITING, step.from(), step.to(), Optional.of(step)));
            if (step.to().isEmpty()) {
                return spans;
            }
        }
        began.ifPresent(from -> lives(from, passed, ready));
        return spans;
    }

    private static Phase phase(WaitReason own) {
        return switch (own) {
            case QUEUE -> Phase.QUEUED;
            case IMAGE -> Phase.PULLING;
            default -> Phase.CREATING;
        };
    }

    private void lives(TimeEstimate began, Optional<TimeEstimate> passed, Optional<TimeEstimate> ready) {
        Optional<TimeEstimate> again = container.runBegan();
        Optional<TimeEstimate> lastEnd = container.lastRunEnded();
        if (lastEnd.isEmpty() && container.restarts() == 0) {
            run(began, container.ended(), passed, ready);
            return;
        }
        boolean isFirst = lastEnd.isPresent()
                && container
                        .firstBegan()
                        .filter(first -> first.basis() == Evidence.STATUS)
                        .isPresent();
        if (isFirst) {
            run(began, lastEnd, passed, ready);
        } else {
            add(new Span(Phase.RESTARTING, began, lastEnd.or(() -> again)));
        }
        lastEnd.ifPresent(end -> add(new Span(Phase.DOWN, end, again)));
        again.ifPresent(
                from -> run(from, container.ended(), passed.filter(from::isBefore), ready.filter(from::isBefore)));
    }

    /** One run: the gate, then not ready, then ready. */
    private void run(TimeEstimate from, Optional<TimeEstimate> end, Optional<TimeEstimate> passed, Optional<TimeEstimate> ready) {
        boolean isOver = end.isPresent();
        Optional<TimeEstimate> open = passed.filter(moment -> isWithin(moment, end));
        if (container.kind() == ContainerKind.INIT) {
            add(new Span(Phase.RUNNING, from, end));
            return;
        }
        if (container.gated() && open.isEmpty() && (isOver || !container.isStarted())) {
            add(new Span(Phase.STARTING, from, end));
            return;
        }
        open.ifPresent(moment -> add(new Span(Phase.STARTING, from, open)));
        TimeEstimate runs = open.orElse(from);
        Optional<TimeEstimate> answers = ready.filter(moment -> isWithin(moment, end));
        if (answers.isPresent()) {
            Phase unready = answers.get().isVague() ? Phase.RUNNING : Phase.UNREADY;
            add(new Span(unready, runs, answers));
            add(new Span(Phase.READY, answers.get(), end));
        } else if (!isOver && !container.isReady()) {
            add(new Span(Phase.UNREADY, runs, end));
        } else {
            boolean isReady = !isOver && container.isReady() && container.restarts() > 0;
            add(new Span(isReady ? Phase.READY : Phase.RUNNING, runs, end));
        }
    }

    private static boolean isWithin(TimeEstimate moment, Optional<TimeEstimate> end) {
        return end.map(bound -> !bound.isBefore(moment)).orElse(true);
    }

    /** What took no time is not drawn. */
    private void add(Span span) {
        if (span.to().map(end -> span.from().isBefore(end)).orElse(true)) {
            spans.add(span);
        }
    }
}
