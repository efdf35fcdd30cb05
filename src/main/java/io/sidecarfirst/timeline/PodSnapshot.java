package io.sidecarfirst.timeline;

import io.sidecarfirst.observed.GuessedGates;
import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A Pod as it was read, with its containers and its Events. A field that is missing or of another type counts as
 * absent.
 *
 * @param containers in the order in which they start
 */
record PodSnapshot(JsonNode pod, List<PodContainer> containers, EventHistory events) {

    static PodSnapshot of(JsonNode pod, PodEvents events) {
        return new PodSnapshot(pod, PodContainer.of(pod), events.about(pod));
    }

    String name() {
        return Words.line(pod.at("/metadata/name").asString("?"), Words.NAME);
    }

    /** Empty if the object does not say. */
    String namespace() {
        return Words.line(pod.at("/metadata/namespace").asString(""), Words.NAME);
    }

    String phase() {
        return Words.line(pod.at("/status/phase").asString("Unknown"), 20);
    }

    /** Whether nothing will happen any more. */
    boolean isOver() {
        return isOver(phase());
    }

    static boolean isOver(String phase) {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    boolean isBeingDeleted() {
        return pod.at("/metadata/deletionTimestamp").isString();
    }

    /** Why the Pod as a whole has failed, if it has, and that says it; its containers' own ends are not in it. */
    Optional<String> failure() {
        String reason = Words.line(pod.at("/status/reason").asString(""), Words.REASON);
        String message = Words.line(pod.at("/status/message").asString(""), Words.MESSAGE);
        return phase().equals("Failed") && !(reason + message).isEmpty()
                ? Optional.of(Stream.of(reason, message)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(": ")))
                : Optional.empty();
    }

    /** When the API server took it, as far as that is known. */
    TimeEstimate created() {
        return time("/metadata/creationTimestamp")
                .or(this::accepted)
                .orElseGet(() -> TimeEstimate.stated(latest(), Evidence.INFERRED));
    }

    /** When the kubelet took it. */
    Optional<TimeEstimate> accepted() {
        return time("/status/startTime");
    }

    private Optional<TimeEstimate> time(String path) {
        return TimeEstimate.parse(pod.at(path), Evidence.STATUS);
    }

    /** The latest time that its status and its Events name; the epoch without any. */
    Instant latest() {
        Stream<Instant> inStatus = Stream.of("startedAt", "finishedAt", "lastTransitionTime", "startTime")
                .flatMap(field -> pod.path("status").findValues(field).stream())
                .flatMap(time -> TimeEstimate.parse(time, Evidence.STATUS).stream())
                .map(TimeEstimate::at);
        return Stream.concat(inStatus, events.times()).reduce(Instant.EPOCH, TimeEstimate::later);
    }

    /** When a condition became true, if it is. */
    Optional<TimeEstimate> trueSince(String condition) {
        return conditions(condition)
                .filter(one -> one.path("status").asString("").equals("True"))
                .findFirst()
                .flatMap(one -> TimeEstimate.parse(one.path("lastTransitionTime"), Evidence.STATUS));
    }

    /** What a condition says, if it says anything. */
    Optional<String> message(String condition) {
        return conditions(condition)
                .map(one -> one.path("message").asString(""))
                .filter(message -> !message.isEmpty())
                .findFirst()
                .map(message -> Words.line(message, Words.MESSAGE));
    }

    private Stream<JsonNode> conditions(String type) {
        return pod.at("/status/conditions")
                .valueStream()
                .filter(one -> one.path("type").asString("").equals(type));
    }

    Optional<PodContainer> container(String name) {
        return containers.stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    List<String> containerNames() {
        return containers.stream().map(PodContainer::name).toList();
    }

    /** Whether a sidecar's gate is one that this project has guessed. */
    boolean hasGuessedGate(String name) {
        return GuessedGates.in(pod).contains(name);
    }

    /** The names of what starts after a container: the next init container, or the mains. */
    List<String> after(String name) {
        List<String> names = containerNames();
        int next = names.indexOf(name) + 1;
        if (next == 0 || next >= containers.size()) {
            return List.of();
        }
        return containers.get(next - 1).kind() != ContainerKind.MAIN
                        && containers.get(next).kind() == ContainerKind.MAIN
                ? names.subList(next, names.size())
                : List.of(names.get(next));
    }
}
