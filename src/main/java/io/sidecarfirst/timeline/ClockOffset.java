package io.sidecarfirst.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What must be added to the clock here to get the API server's, as far as its answers tell: their {@code Date} is in whole
 * seconds, cut off, and was written between the question and the answer. Several answers tell more than one, because the
 * second turns at another place between the looks.
 *
 * @param least not less than this; may be negative
 * @param most not more than this
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1">RFC 9110: Date</a>
 */
record ClockOffset(Duration least, Duration most) {

    /**
     * From one answer.
     *
     * @param asked by the clock here
     * @param answered by the clock here
     * @param date what the answer says
     */
    static ClockOffset of(Instant asked, Instant answered, Instant date) {
        return new ClockOffset(Duration.between(answered, date), Duration.between(asked, date.plus(TimeEstimate.RESOLUTION)));
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
