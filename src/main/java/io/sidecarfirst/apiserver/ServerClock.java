package io.sidecarfirst.apiserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The API server's clock, from the {@code Date} of its answers (RFC 9110 section 6.6.1): as many seconds ahead of this
 * machine's, or behind, as at the last answer.
 */
final class ServerClock implements InstantSource {
    private final InstantSource own;
    private volatile Duration ahead = Duration.ZERO;

    /** @param own this machine's clock, believed until the API server has answered */
    ServerClock(InstantSource own) {
        this.own = own;
    }

    /** @param theirs when an answer was written that has just come */
    void set(Instant theirs) {
        ahead = Duration.between(own.instant(), theirs);
    }

    @Override
    public Instant instant() {
        return own.instant().plus(ahead);
    }
}
