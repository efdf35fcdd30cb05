package io.sidecarfirst.timeline;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How this room reads a time: what is absent, null, of another type or no time at all is no time. */
final class Times {
    private Times() {}

    static Optional<Moment> at(JsonNode node, Basis basis) {
        return instant(node).map(at -> Moment.stated(at, basis));
    }

    static Optional<Instant> instant(JsonNode node) {
        if (!node.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(node.stringValue()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
