package io.sidecarfirst.observed;

import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** When an Event happened last, as text: all API servers write times in one form and zone, so that it sorts. */
final class EventTime {
    private EventTime() {}

    /** Empty where it does not say. */
    static String of(JsonNode event) {
        return Stream.of(event.at("/series/lastObservedTime"), event.path("lastTimestamp"), event.path("eventTime"))
                .flatMap(time -> Optional.of(time.asString("")).filter(text -> !text.isEmpty()).stream())
                .findFirst()
                .orElse("");
    }
}
