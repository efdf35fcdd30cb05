package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The Events of one Pod, the oldest first, by container; those of the Pod as a whole are under the empty name. */
record EventHistory(Map<String, List<Event>> byContainer) {
    private static final Set<String> OF_A_START = Set.of("Pulling", "Pulled", "Created", "Started");

    /**
     * One Event about a Pod or one of its containers.
     *
     * @param container its container; empty for the Pod as a whole
     * @param reason such as {@code Started}
     * @param message for a person
     * @param first when it happened for the first time
     * @param last when it happened for the last time
     * @param count how often it happened
     * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>
     */
    record Event(String container, String reason, String message, TimeEstimate first, TimeEstimate last, int count) {
        private static final Pattern CONTAINER = Pattern.compile("spec\\.(?:initContainers|containers)\\{(.+)\\}");

        /** Empty without a time. */
        static Optional<Event> of(JsonNode event) {
            Optional<TimeEstimate> first = time(event.path("eventTime"))
                    .or(() -> time(event.path("firstTimestamp")))
                    .or(() -> time(event.path("deprecatedFirstTimestamp")));
            Optional<TimeEstimate> last = time(event.at("/series/lastObservedTime"))
                    .or(() -> time(event.path("lastTimestamp")))
                    .or(() -> time(event.path("deprecatedLastTimestamp")))
                    .or(() -> first);
            Matcher container =
                    CONTAINER.matcher(object(event).path("fieldPath").asString(""));
            int count = Stream.of(event.at("/series/count"), event.path("count"), event.path("deprecatedCount"))
                    .map(field -> field.asInt(0))
                    .reduce(1, Math::max);
            return first.or(() -> last)
                    .map(time -> new Event(
                            container.matches() ? container.group(1) : "",
                            event.path("reason").asString(""),
                            event.path("message").asString(event.path("note").asString("")),
                            time,
                            last.orElse(time),
                            count));
        }

        /** What it is about. */
        static JsonNode object(JsonNode event) {
            return event.has("regarding") ? event.path("regarding") : event.path("involvedObject");
        }

        private static Optional<TimeEstimate> time(JsonNode field) {
            return TimeEstimate.parse(field, Evidence.EVENT);
        }
    }

    static EventHistory of(List<Event> events) {
        return new EventHistory(events.stream()
                .sorted(Comparator.comparing(event -> event.first().at()))
                .collect(Collectors.groupingBy(Event::container)));
    }

    boolean isEmpty() {
        return byContainer.isEmpty();
    }

    /** When each of them happened last. */
    Stream<Instant> times() {
        return byContainer.values().stream()
                .flatMap(List::stream)
                .map(event -> event.last().at());
    }

    /** A container's Events with one of these reasons. */
    List<Event> all(String container, Set<String> reasons) {
        return of(container).filter(event -> reasons.contains(event.reason())).toList();
    }

    /** The earliest of a container's Events with that reason. */
    Optional<Event> first(String container, String reason) {
        return of(container).filter(event -> event.reason().equals(reason)).findFirst();
    }

    /** The first sign that a container is being started. */
    Optional<TimeEstimate> firstSign(String container) {
        return of(container)
                .filter(event -> OF_A_START.contains(event.reason()))
                .map(Event::first)
                .findFirst();
    }

    private Stream<Event> of(String container) {
        return byContainer.getOrDefault(container, List.of()).stream();
    }
}
