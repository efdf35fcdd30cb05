package io.sidecarfirst.timeline;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How this room reads a time: what is absent, null, of another type or no time at all is no time, and neither is one that no
 * API server writes. The epoch is what a kubelet writes for a container that could not be started.
 */
final class Timestamps {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Timestamps() {}

    static Optional<TimeEstimate> at(JsonNode node, Evidence basis) {
        return instant(node).map(at -> TimeEstimate.stated(at, basis));
    }

    /** After the epoch, and before the year 10000. */
    static Optional<Instant> instant(JsonNode node) {
        if (!node.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(node.stringValue()))
                    .filter(at -> at.isAfter(TimeEstimate.LONG_AGO) && at.isBefore(END));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
