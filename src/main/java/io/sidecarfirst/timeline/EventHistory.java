package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Events of one Pod, the oldest first, by container; those of the Pod as a whole are under the empty name. */
record EventHistory(Map<String, List<PodEvent>> byContainer) {
    private static final Set<String> OF_A_START = Set.of("Pulling", "Pulled", "Created", "Started");

    static EventHistory of(List<PodEvent> events) {
        return new EventHistory(events.stream()
                .sorted(Comparator.comparing(event -> event.first().at()))
                .collect(Collectors.groupingBy(PodEvent::container)));
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

    /** A container's Events with that reason. */
    List<PodEvent> all(String container, Set<String> reasons) {
        return of(container).filter(event -> reasons.contains(event.reason())).toList();
    }

    /** The earliest of a container's Events with that reason. */
    Optional<PodEvent> first(String container, String reason) {
        return of(container).filter(event -> event.reason().equals(reason)).findFirst();
    }

    /** The first sign that a container is being started. */
    Optional<TimeEstimate> touched(String container) {
        return of(container)
                .filter(event -> OF_A_START.contains(event.reason()))
                .map(PodEvent::first)
                .findFirst();
    }

    private Stream<PodEvent> of(String container) {
        return byContainer.getOrDefault(container, List.of()).stream();
    }
}
