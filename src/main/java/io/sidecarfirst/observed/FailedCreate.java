package io.sidecarfirst.observed;

import io.sidecarfirst.terminal.Redaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * That the API server refused a Pod of a workload. A Deployment, a ReplicaSet and a ReplicationController say so in a
 * condition, which stays until the next attempt; the others only in Events.
 *
 * @param message in the API server's words, without what may be a secret
 * @param at when it was said last; null if it is not told
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment">Failed
 *     Deployment</a>
 */
public record FailedCreate(String message, @Nullable Instant at) {
    private static final String REASON = "FailedCreate";
    private static final Set<String> ATTEMPTS = Set.of(REASON, "SuccessfulCreate");

    /** What the condition of a workload says; empty where there is none, or it does not hold now. */
    public static Optional<FailedCreate> of(JsonNode workload) {
        for (JsonNode condition : workload.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("ReplicaFailure")
                    && condition.path("status").asString("").equals("True")
                    && condition.path("reason").asString("").equals(REASON)) {
                String time = condition.has("lastUpdateTime") ? "lastUpdateTime" : "lastTransitionTime";
                return of(condition.path("message"), condition.path(time));
            }
        }
        return Optional.empty();
    }

    /** What the last of its Events says; empty where a Pod was created since, because Events stay for an hour. */
    public static Optional<FailedCreate> in(List<JsonNode> events) {
        return events.stream()
                .filter(event -> ATTEMPTS.contains(event.path("reason").asString("")))
                .max(Comparator.comparing(EventTime::of))
                .filter(event -> event.path("reason").asString("").equals(REASON))
                .flatMap(event -> of(event.path("message"), JsonNodeFactory.instance.stringNode(EventTime.of(event))));
    }

    private static Optional<FailedCreate> of(JsonNode message, JsonNode at) {
        return Optional.of(message.asString(""))
                .filter(text -> !text.isEmpty())
                .map(text ->
                        new FailedCreate(Redaction.of(text), Timestamp.parse(at).orElse(null)));
    }
}
