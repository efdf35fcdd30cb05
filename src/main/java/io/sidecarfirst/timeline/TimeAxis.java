package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.Span.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The piece of time that is drawn: the Pod's start, and what comes soon after it. If all of it were drawn, the first
 * seconds of a Pod that has run for days could not be seen.
 */
final class TimeAxis {
    /** What happens after this many times the length of the start is not drawn. */
    private static final int SOON = 4;

    private static final Duration A_WHILE = Duration.ofSeconds(30);

    /** Seconds between two ticks. */
    private static final int[] DISTANCES = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200
    };

    private final Instant from;
    private final Instant to;

    TimeAxis(Timeline timeline) {
        this.from = timeline.created().at();
        boolean isWaiting = timeline.steps().stream().anyMatch(step -> !step.isDone());
        this.to = isWaiting ? TimeEstimate.later(timeline.now(), from.plusSeconds(1)) : end(timeline);
    }

    /** For a Pod that has started. */
    private Instant end(Timeline timeline) {
        Instant started = latest(
                timeline.containers().stream()
                        .flatMap(container ->
                                Stream.of(container.started(), container.gatePassed(), container.exactlyReady()))
                        .filter(Objects::nonNull),
                latest(timeline.steps().stream().map(Step::to).filter(Objects::nonNull), from));
        Duration start = longer(Duration.between(from, started), Duration.ofSeconds(2));
        Instant soon = from.plus(start.multipliedBy(SOON));
        Instant end = latest(
                spans(timeline)
                        .flatMap(span -> Stream.of(span.from(), span.to()))
                        .filter(time -> time != null && !time.at().isAfter(soon)),
                started);
        if (spans(timeline).anyMatch(span -> span.phase() == Phase.UNREADY && span.isOpen())) {
            // It may still become ready: that is to be seen for a while.
            Instant shown = TimeEstimate.later(soon, from.plus(A_WHILE));
            end = TimeEstimate.later(end, TimeEstimate.earlier(timeline.now(), shown));
        }
        Duration drawn = longer(Duration.between(from, end), Duration.ofSeconds(1));
        return from.plus(drawn).plus(longer(drawn.dividedBy(8), Duration.ofMillis(500)));
    }

    private static Stream<Span> spans(Timeline timeline) {
        return timeline.containers().stream().flatMap(container -> container.spans().stream());
    }

    private static Instant latest(Stream<TimeEstimate> times, Instant otherwise) {
        return times.map(TimeEstimate::at).reduce(otherwise, TimeEstimate::later);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** From 0 to 1. */
    double position(Instant at) {
        double share = millis(at) / (double) millis(to);
        return Math.min(1, Math.max(0, share));
    }

    double position(long seconds) {
        return position(from.plusSeconds(seconds));
    }

    private long millis(Instant at) {
        return Duration.between(from, at).toMillis();
    }

    /** Where a span ends; at the edge if it goes on. */
    double end(Span span) {
        return span.to() == null ? 1 : position(span.to().at());
    }

    /** Whether a span is in sight. */
    boolean shows(Span span) {
        return span.from().at().isBefore(to);
    }

    /** Whether it goes on beyond the edge. */
    boolean leaves(Span span) {
        return shows(span) && (span.to() == null || span.to().at().isAfter(to));
    }

    /** Where the labels are, in seconds since the Pod's creation: at most that many. */
    List<Long> ticks(int most) {
        long seconds = Math.max(1, millis(to) / 1000);
        long distance = DISTANCES[DISTANCES.length - 1];
        for (int i = DISTANCES.length - 1; i >= 0; i--) {
            if (seconds / DISTANCES[i] + 1 <= most) {
                distance = DISTANCES[i];
            }
        }
        while (seconds / distance + 1 > most) {
            distance *= 2;
        }
        List<Long> ticks = new ArrayList<>();
        for (long at = 0; at * 1000 <= millis(to); at += distance) {
            ticks.add(at);
        }
        return ticks;
    }
}
