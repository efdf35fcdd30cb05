package io.sidecarfirst.observed;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * That the API server refuses the Pods of a workload, in its words. A Deployment, a ReplicaSet and a
 * ReplicationController say so in a condition; the others only in Events.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment">Failed
 *     Deployment</a>
 */
public final class FailedCreate {
    private static final String REASON = "FailedCreate";

    private FailedCreate() {}

    /** What the condition of a workload says; empty where there is none, or it does not hold now. */
    public static Optional<String> of(JsonNode workload) {
        for (JsonNode condition : workload.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("ReplicaFailure")
                    && condition.path("status").asString("").equals("True")
                    && condition.path("reason").asString("").equals(REASON)) {
                return message(condition);
            }
        }
        return Optional.empty();
    }

    /** What the last of a workload's Events of that kind says. */
    public static Optional<String> in(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("reason").asString("").equals(REASON))
                .max(Comparator.comparing(EventTime::of))
                .flatMap(FailedCreate::message);
    }

    private static Optional<String> message(JsonNode node) {
        return Optional.of(node.path("message").asString("")).filter(text -> !text.isEmpty());
    }
}
