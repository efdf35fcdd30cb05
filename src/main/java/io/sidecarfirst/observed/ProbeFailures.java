package io.sidecarfirst.observed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the kubelet says about failed startupProbes, in the Events of a Pod.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event</a>
 */
public final class ProbeFailures {
    private static final Pattern CONTAINER = Pattern.compile("spec\\.initContainers\\{(.+)\\}");

    /** What an API client writes before the message of many similar ones. */
    private static final String COMBINED = "(combined from similar events): ";

    private ProbeFailures() {}

    /** The last message of each init container, by its name. */
    public static Map<String, String> in(List<JsonNode> events) {
        Map<String, String> last = new HashMap<>();
        events.stream().sorted((one, other) -> time(one).compareTo(time(other))).forEach(event -> {
            String message = event.path("message").asString("").replace(COMBINED, "");
            Matcher container = CONTAINER.matcher(
                    event.path("involvedObject").path("fieldPath").asString(""));
            if (event.path("reason").asString("").equals("Unhealthy")
                    && message.startsWith("Startup probe")
                    && container.matches()) {
                last.put(container.group(1), message);
            }
        });
        return last;
    }

    /** When it happened last; all API servers write times in one form and zone, so that their text sorts. */
    private static String time(JsonNode event) {
        return Stream.of(event.at("/series/lastObservedTime"), event.path("lastTimestamp"), event.path("eventTime"))
                .flatMap(time -> Optional.of(time.asString("")).filter(text -> !text.isEmpty()).stream())
                .findFirst()
                .orElse("");
    }
}
