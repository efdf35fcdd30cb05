package io.sidecarfirst.timeline;

import java.time.Duration;

/** The time between two times that are known more or less well. */
public record Interval(TimeEstimate from, TimeEstimate to) {

    /** The best guess; not negative. */
    public Duration length() {
        return positive(Duration.between(from.at(), to.at()));
    }

    /** The least that it may be; not negative. */
    public Duration shortest() {
        return positive(Duration.between(from.latest(), to.earliest()));
    }

    /** The most that it may be. */
    public Duration longest() {
        return positive(Duration.between(from.earliest(), to.latest()));
    }

    /** Whether its length is known to less than a second, so that tenths say something. */
    private boolean isFine() {
        return longest().minus(shortest()).compareTo(TimeEstimate.RESOLUTION) < 0;
    }

    /** Its length as a person would say it. */
    String text() {
        if (from.isVague() || to.isVague()) {
            return "up to " + Words.duration(longest(), false);
        }
        return Words.duration(length(), isFine());
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
