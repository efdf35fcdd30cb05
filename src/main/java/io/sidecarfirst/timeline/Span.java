package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.Optional;

/**
 * A piece of a container's bar.
 *
 * @param phase what it does
 * @param from when this begins
 * @param to when it ends; empty if it goes on
 * @param step what it waits for, in a {@link Phase#WAITING}
 */
public record Span(Phase phase, TimeEstimate from, Optional<TimeEstimate> to, Optional<Step> step) {
    Span(Phase phase, TimeEstimate from, Optional<TimeEstimate> to) {
        this(phase, from, to, Optional.empty());
    }

    Instant end(Instant now) {
        return to.map(TimeEstimate::at).orElse(now);
    }
}
