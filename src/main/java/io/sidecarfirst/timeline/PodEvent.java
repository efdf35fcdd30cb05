package io.sidecarfirst.timeline;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

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
record PodEvent(String container, String reason, String message, TimeEstimate first, TimeEstimate last, int count) {
    private static final Pattern CONTAINER = Pattern.compile("spec\\.(?:initContainers|containers)\\{(.+)\\}");

    /** Empty without a time. */
    static Optional<PodEvent> of(JsonNode event) {
        Optional<TimeEstimate> first = Timestamps.at(event.path("eventTime"), Evidence.EVENT)
                .or(() -> Timestamps.at(event.path("firstTimestamp"), Evidence.EVENT))
                .or(() -> Timestamps.at(event.path("deprecatedFirstTimestamp"), Evidence.EVENT));
        Optional<TimeEstimate> last = Timestamps.at(event.at("/series/lastObservedTime"), Evidence.EVENT)
                .or(() -> Timestamps.at(event.path("lastTimestamp"), Evidence.EVENT))
                .or(() -> Timestamps.at(event.path("deprecatedLastTimestamp"), Evidence.EVENT))
                .or(() -> first);
        JsonNode object = event.has("regarding") ? event.path("regarding") : event.path("involvedObject");
        Matcher container = CONTAINER.matcher(object.path("fieldPath").asString(""));
        int count = Math.max(
                1,
                Math.max(
                        event.at("/series/count").asInt(0),
                        Math.max(
                                event.path("count").asInt(0),
                                event.path("deprecatedCount").asInt(0))));
        return first.or(() -> last)
                .map(moment -> new PodEvent(
                        container.matches() ? container.group(1) : "",
                        event.path("reason").asString(""),
                        event.path("message").asString(event.path("note").asString("")),
                        moment,
                        last.orElse(moment),
                        count));
    }

    boolean isOf(String name) {
        return container.equals(name);
    }
}
