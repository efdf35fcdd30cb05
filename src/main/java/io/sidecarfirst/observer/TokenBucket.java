package io.sidecarfirst.observer;

import java.time.Duration;
import java.time.Instant;

/** How often something may be done now: many times at once, if it was done seldom before. */
final class TokenBucket {
    private final int most;
    private final Duration each;
    private double tokens;
    private Instant filledAt;

    /**
     * @param most so many at once
     * @param each how long it takes until there may be one more
     */
    TokenBucket(int most, Duration each, Instant now) {
        this.most = most;
        this.each = each;
        this.tokens = most;
        this.filledAt = now;
    }

    /** How many there are. */
    int available(Instant now) {
        if (now.isAfter(filledAt)) {
            tokens = Math.min(
                    most, tokens + (double) Duration.between(filledAt, now).toMillis() / each.toMillis());
        }
        // A clock that was set back must not stop it.
        filledAt = now;
        return (int) tokens;
    }

    /** Takes one. */
    void take() {
        tokens = Math.max(0, tokens - 1);
    }
}
