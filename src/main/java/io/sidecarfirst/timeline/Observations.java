package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.ContainerTimeline.Milestone;
import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What was seen by looking at a Pod again and again. The API records when a container started, in whole seconds; it
 * does not record when its gate passed, nor when it became ready. The kubelet reports a probe's result at once, so
 * these two lie between the last look that did not show them and the first one that did.
 *
 * <p>A look has the time of the clock here, which may be wrong; it is worth as much as is known of the API server's
 * clock ({@link ClockOffset}). The nodes' clocks are taken to agree with that one; {@link TimeConstraints} leaves out
 * what contradicts them. Not for several threads.
 */
public final class Observations {
    private record Key(String container, Milestone milestone) {}

    /**
     * That a milestone was reached, by the clock here.
     *
     * @param notYet when the last look began that did not show it; null if every look did
     * @param reached when the first look ended that did
     */
    private record Change(@Nullable Instant notYet, Instant reached) {}

    /**
     * What must be added to the clock here to get the API server's, as far as its answers tell: their {@code Date} is
     * in whole seconds, cut off, and was written between the question and the answer. Several answers tell more than
     * one, because the API server's second begins at another point between each question and its answer.
     *
     * @param least not less than this; may be negative
     * @param most not more than this
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1">RFC 9110: Date</a>
     */
    private record ClockOffset(Duration least, Duration most) {

        /**
         * From one answer.
         *
         * @param asked by the clock here
         * @param answered by the clock here
         * @param date what the answer says
         */
        static ClockOffset of(Instant asked, Instant answered, Instant date) {
            return new ClockOffset(
                    Duration.between(answered, date), Duration.between(asked, date.plus(TimeEstimate.RESOLUTION)));
        }

        /** What both tell; empty if they contradict each other, because one of the clocks was set meanwhile. */
        Optional<ClockOffset> and(ClockOffset other) {
            Duration low = least.compareTo(other.least) > 0 ? least : other.least;
            Duration high = most.compareTo(other.most) < 0 ? most : other.most;
            return low.compareTo(high) > 0 ? Optional.empty() : Optional.of(new ClockOffset(low, high));
        }

        /** The best guess: none at all, if that may be. */
        Duration likely() {
            if (least.compareTo(Duration.ZERO) > 0) {
                return least;
            }
            return most.isNegative() ? most : Duration.ZERO;
        }
    }

    private final Map<Key, Instant> notYet = new HashMap<>();
    private final Map<Key, Change> changes = new HashMap<>();
    private final Map<String, Instant> running = new HashMap<>();
    private @Nullable ClockOffset offset;

    /**
     * One look.
     *
     * @param asked when the Pod was asked for, by the clock here
     * @param answered when it was there, by the clock here
     * @param date what the API server said the time was, in whole seconds; without it the look tells nothing of times
     */
    public void add(Instant asked, Instant answered, @Nullable Instant date, JsonNode pod) {
        if (date != null) {
            compareClocks(ClockOffset.of(asked, answered, date));
        }
        for (PodContainer container : PodContainer.of(pod)) {
            look(asked, answered, new Key(container.name(), Milestone.GATE_PASSED), container.hasStarted());
            boolean isReady = container.isRunning() && container.isReady();
            look(asked, answered, new Key(container.name(), Milestone.READY), isReady);
            if (container.isRunning()) {
                running.putIfAbsent(container.name(), answered);
            }
        }
    }

    private void compareClocks(ClockOffset one) {
        if (offset == null) {
            offset = one;
            return;
        }
        Optional<ClockOffset> both = offset.and(one);
        if (both.isEmpty()) {
            // A clock was set: the times of what was seen before mean nothing any more.
            notYet.clear();
            changes.clear();
            running.clear();
        }
        offset = both.orElse(one);
    }

    private void look(Instant asked, Instant answered, Key key, boolean isReached) {
        if (isReached) {
            changes.putIfAbsent(key, new Change(notYet.get(key), answered));
        } else {
            notYet.put(key, asked);
        }
    }

    /** By the API server's clock, as far as that is known. */
    Instant inServerTime(Instant here) {
        return offset == null ? here : here.plus(offset.likely());
    }

    /**
     * When a container's gate passed or when it became ready, by the API server's clock; empty if that was so from the
     * first look on, or never.
     */
    Optional<TimeEstimate> when(String container, Milestone milestone) {
        Change change = changes.get(new Key(container, milestone));
        if (change == null || change.notYet() == null || offset == null) {
            return Optional.empty();
        }
        Instant from = change.notYet().plus(offset.least());
        return Optional.of(new TimeEstimate(from, from, change.reached().plus(offset.most()), Evidence.SEEN));
    }

    /**
     * When it ran at the latest, by the API server's clock. The kubelet may report that late, so a look tells no more.
     */
    Optional<Instant> runningBy(String container) {
        Instant seen = running.get(container);
        return seen == null || offset == null ? Optional.empty() : Optional.of(seen.plus(offset.most()));
    }
}
