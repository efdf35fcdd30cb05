package io.sidecarfirst.observed;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        events.stream().sorted(Comparator.comparing(EventTime::of)).forEach(event -> {
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
}
