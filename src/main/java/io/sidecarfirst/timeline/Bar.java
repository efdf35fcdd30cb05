package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The spans of one container, one after another without holes. */
final class Bar {
    private static final Pattern QUICK = Pattern.compile(" in \\d+(\\.\\d+)?[mµu]s\\b");

    private final Container container;
    private final List<PodEvent> events;
    private final List<Span> spans = new ArrayList<>();

    Bar(Container container, List<PodEvent> events) {
        this.container = container;
        this.events = events;
    }

    /**
     * All of them.
     *
     * @param before the steps before it, and its own creation
     * @param began when it ran for the first time
     * @param passed when its gate passed for the first time
     * @param ready when it became ready for the first time
     */
    List<Span> spans(List<Step> before, Optional<Moment> began, Optional<Moment> passed, Optional<Moment> ready) {
        for (Step step : before) {
            if (step.cause() == Cause.START
                    && step.who().filter(container.name()::equals).isPresent()) {
                creation(step.from(), step.to());
            } else {
                add(new Span(Phase.WAITING, step.from(), step.to(), Optional.of(step)));
            }
            if (step.to().isEmpty()) {
                return spans;
            }
        }
        if (began.isPresent()) {
            lives(began.get(), passed, ready);
        } else if (!before.isEmpty()) {
            Moment from =
                    before.get(before.size() - 1).to().orElse(before.get(0).from());
            unremembered(from);
        }
        return spans;
    }

    private void creation(Moment from, Optional<Moment> to) {
        Optional<Moment> pulling = first("Pulling").map(moment -> moment.notBefore(from));
        if (pulling.isEmpty() || wasQuick()) {
            add(new Span(Phase.CREATING, from, to));
            return;
        }
        Optional<Moment> pulled =
                first("Pulled").map(moment -> moment.notBefore(pulling.get())).or(() -> to);
        add(new Span(Phase.CREATING, from, pulling));
        add(new Span(Phase.PULLING, pulling.get(), pulled));
        if (pulled.isPresent()) {
            add(new Span(Phase.CREATING, pulled.get(), to));
        }
    }

    /** In whole seconds it might look like one; the Event's message knows better: "Successfully pulled image ... in 52ms". */
    private boolean wasQuick() {
        return events.stream()
                .anyMatch(event -> event.isOf(container.name())
                        && event.reason().equals("Pulled")
                        && QUICK.matcher(event.message()).find());
    }

    private Optional<Moment> first(String reason) {
        return Events.first(events, container.name(), Set.of(reason));
    }

    private void lives(Moment began, Optional<Moment> passed, Optional<Moment> ready) {
        if (container.restarts() == 0) {
            run(began, container.ended(), passed, ready);
            return;
        }
        Optional<Moment> again = container.runBegan();
        Optional<Moment> lastEnd = container.lastRunEnded();
        if (container.restarts() == 1 && lastEnd.isPresent()) {
            run(began, lastEnd, passed, ready);
        } else {
            add(new Span(Phase.RESTARTING, began, lastEnd.or(() -> again)));
        }
        lastEnd.ifPresent(end -> add(new Span(Phase.DOWN, end, again)));
        again.ifPresent(
                from -> run(from, container.ended(), passed.filter(from::isBefore), ready.filter(from::isBefore)));
    }

    /** It was started again so often that nobody knows when it began. */
    private void unremembered(Moment from) {
        Optional<Moment> again = container.runBegan().filter(from::isBefore);
        if (container.restarts() > 0) {
            add(new Span(Phase.RESTARTING, from, again));
            again.ifPresent(moment -> run(moment, container.ended(), Optional.empty(), Optional.empty()));
        } else {
            add(new Span(Phase.CREATING, from, Optional.empty()));
        }
    }

    /** One run: the gate, then not ready, then ready. */
    private void run(Moment from, Optional<Moment> end, Optional<Moment> passed, Optional<Moment> ready) {
        boolean isOver = end.isPresent();
        Optional<Moment> open = passed.filter(moment -> isWithin(moment, end));
        if (container.kind() == Kind.INIT) {
            add(new Span(Phase.RUNNING, from, end));
            return;
        }
        if (container.gated() && open.isEmpty() && (isOver || !container.isStarted())) {
            add(new Span(Phase.STARTING, from, end));
            return;
        }
        open.ifPresent(moment -> add(new Span(Phase.STARTING, from, open)));
        Moment runs = open.orElse(from);
        Optional<Moment> answers = ready.filter(moment -> isWithin(moment, end));
        if (answers.isPresent()) {
            Phase unready =
                    answers.get().isBound() && answers.get().basis() == Basis.INFERRED ? Phase.RUNNING : Phase.UNREADY;
            add(new Span(unready, runs, answers));
            add(new Span(Phase.READY, answers.get(), end));
        } else if (!isOver && !container.isReady()) {
            add(new Span(Phase.UNREADY, runs, end));
        } else {
            boolean isReady = !isOver && container.isReady() && container.restarts() > 0;
            add(new Span(isReady ? Phase.READY : Phase.RUNNING, runs, end));
        }
    }

    private static boolean isWithin(Moment moment, Optional<Moment> end) {
        return end.map(bound -> !bound.isBefore(moment)).orElse(true);
    }

    /** What took no time is not drawn. */
    private void add(Span span) {
        if (span.to().map(end -> span.from().isBefore(end)).orElse(true)) {
            spans.add(span);
        }
    }
}
