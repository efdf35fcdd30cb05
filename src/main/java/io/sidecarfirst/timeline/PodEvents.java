package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The Events of a Pod, as an API server returns them.
 *
 * @param items objects of {@code v1} or {@code events.k8s.io/v1}
 * @param missing why there are none, where that is known: they were not asked for, or may not be read
 */
public record PodEvents(List<JsonNode> items, @Nullable String missing) {
    public PodEvents {
        items = List.copyOf(items);
    }

    public static PodEvents of(List<JsonNode> items) {
        return new PodEvents(items, null);
    }

    public static PodEvents missing(String why) {
        return new PodEvents(List.of(), why);
    }

    /** Those about that Pod. One that had its name before is another Pod. */
    EventHistory about(JsonNode pod) {
        List<EventHistory.Event> about = new ArrayList<>();
        for (JsonNode item : items) {
            JsonNode object = EventHistory.Event.object(item);
            if (same(object.path("uid"), pod.at("/metadata/uid"))
                    && same(object.path("name"), pod.at("/metadata/name"))
                    && same(object.path("namespace"), pod.at("/metadata/namespace"))) {
                EventHistory.Event.of(item).ifPresent(about::add);
            }
        }
        return EventHistory.of(about);
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return !one.isString() || !other.isString() || one.stringValue().equals(other.stringValue());
    }
}
