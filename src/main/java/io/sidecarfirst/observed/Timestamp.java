package io.sidecarfirst.observed;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** How a time is read that an object of a cluster states. */
public final class Timestamp {
    /** After any time that an API server writes. */
    private static final Instant FAR_FUTURE = Instant.parse("+10000-01-01T00:00:00Z");

    private Timestamp() {}

    /**
     * The time in a field; empty where there is none, or one that no API server writes. The epoch is what a kubelet
     * writes for a container that could not be started, so it is no time either.
     */
    public static Optional<Instant> parse(JsonNode field) {
        if (!field.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(field.stringValue()))
                    .filter(at -> at.isAfter(Instant.EPOCH) && at.isBefore(FAR_FUTURE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
