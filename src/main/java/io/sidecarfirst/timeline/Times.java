package io.sidecarfirst.timeline;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How this room reads a time: what is absent, null, of another type or no time at all is no time, and neither is one that no
 * API server writes. The epoch is what a kubelet writes for a container that could not be started.
 */
final class Times {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Times() {}

    static Optional<Moment> at(JsonNode node, Basis basis) {
        return instant(node).map(at -> Moment.stated(at, basis));
    }

    /** After the epoch, and before the year 10000. */
    static Optional<Instant> instant(JsonNode node) {
        if (!node.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(node.stringValue()))
                    .filter(at -> at.isAfter(Moment.LONG_AGO) && at.isBefore(END));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
