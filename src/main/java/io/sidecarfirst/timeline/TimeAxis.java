package io.sidecarfirst.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The piece of time that is drawn: the Pod's start, and what comes soon after it. A Pod that has run for days would hide its
 * first seconds otherwise.
 */
final class TimeAxis {
    /** What happens later than so many times the start's length is left out. */
    private static final int SOON = 4;

    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private static final int[] STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200};

    private final Instant from;
    private final Instant to;
    private final boolean isOpen;

    TimeAxis(Timeline timeline) {
        this.from = timeline.created().at();
        this.isOpen = timeline.steps().stream().anyMatch(step -> step.to().isEmpty());
        Instant started = latest(timeline.steps().stream().map(Step::to).flatMap(Optional::stream), from);
        started = latest(
                timeline.lanes().stream()
                        .flatMap(lane -> Stream.of(
                                lane.started(), lane.passed(), lane.ready().filter(ready -> !ready.isVague())))
                        .flatMap(Optional::stream),
                started);
        Duration start = longer(Duration.between(from, started), Duration.ofSeconds(2));
        Instant soon = from.plus(start.multipliedBy(SOON));
        Instant end = latest(
                timeline.lanes().stream()
                        .flatMap(lane -> lane.spans().stream())
                        .flatMap(span -> Stream.concat(Stream.of(span.from()), span.to().stream()))
                        .filter(moment -> !moment.at().isAfter(soon)),
                started);
        if (timeline.lanes().stream()
                .flatMap(lane -> lane.spans().stream())
                .anyMatch(span -> span.phase() == Phase.UNREADY && span.to().isEmpty())) {
            // It may still become ready: that is to be seen for a while.
            end = TimeEstimate.later(end, TimeEstimate.earlier(timeline.now(), TimeEstimate.later(soon, from.plus(A_WHILE))));
        }
        Duration drawn = longer(Duration.between(from, end), Duration.ofSeconds(1));
        this.to = isOpen
                ? TimeEstimate.later(timeline.now(), from.plusSeconds(1))
                : from.plus(drawn).plus(longer(drawn.dividedBy(8), Duration.ofMillis(500)));
    }

    private static Instant latest(Stream<TimeEstimate> moments, Instant otherwise) {
        return moments.map(TimeEstimate::at).reduce(otherwise, TimeEstimate::later);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** From 0 to 1. */
    double position(Instant at) {
        double share = millis(at) / (double) millis(to);
        return Math.min(1, Math.max(0, share));
    }

    private long millis(Instant at) {
        return Duration.between(from, at).toMillis();
    }

    /** Where a span ends; at the edge if it goes on. */
    double end(Span span) {
        return span.to().map(end -> position(end.at())).orElse(1.0);
    }

    /** Whether a span is in sight. */
    boolean shows(Span span) {
        return span.from().at().isBefore(to);
    }

    /** Whether it goes on beyond the edge. */
    boolean leaves(Span span) {
        return shows(span) && span.to().map(end -> end.at().isAfter(to)).orElse(true);
    }

    /** Whether the edge is the present, because the Pod still waits. */
    boolean isOpen() {
        return isOpen;
    }

    /** Seconds from the Pod's creation at which a label stands, not more than that many. */
    List<Long> ticks(int most) {
        long seconds = Math.max(1, millis(to) / 1000);
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            if (seconds / STEPS[i] + 1 <= most) {
                step = STEPS[i];
            }
        }
        while (seconds / step + 1 > most) {
            step *= 2;
        }
        List<Long> ticks = new ArrayList<>();
        for (long at = 0; at * 1000 <= millis(to); at += step) {
            ticks.add(at);
        }
        return ticks;
    }

    double position(long seconds) {
        return position(from.plusSeconds(seconds));
    }

    /** {@code +14 s}: since the Pod's creation. */
    static String offset(Timeline timeline, TimeEstimate moment) {
        Duration since = Duration.between(timeline.created().at(), moment.at());
        boolean isFine = !TimeEstimate.isWhole(moment.at());
        return since.isNegative() ? "before it was created" : "+" + Words.duration(since, isFine);
    }

    /** How it is known, where that is not what Kubernetes says; {@link Caveats} explains the marks. */
    static String mark(TimeEstimate moment) {
        return switch (moment.basis()) {
            case INFERRED -> " ~";
            case SEEN -> " *";
            case STATUS, EVENT -> "";
        };
    }

    /** The same with a mark for how it is known. */
    static String marked(Timeline timeline, TimeEstimate moment) {
        String bound = moment.isVague() ? "by " : "";
        return bound + offset(timeline, moment) + mark(moment);
    }
}
