package io.sidecarfirst.observed;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How a Job has ended: it makes no more Pods.
 *
 * @param condition {@code Complete} or {@code Failed}
 * @param reason such as {@code BackoffLimitExceeded}; may be empty
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#terminal-job-conditions">Terminal Job
 *     conditions</a>
 */
public record JobEnd(String condition, String reason) {

    /** That of a Job; empty while it goes on, and for other kinds. */
    public static Optional<JobEnd> of(JsonNode job) {
        for (JsonNode condition : job.path("status").path("conditions")) {
            String type = condition.path("type").asString("");
            if ((type.equals("Complete") || type.equals("Failed"))
                    && condition.path("status").asString("").equals("True")) {
                return Optional.of(new JobEnd(type, condition.path("reason").asString("")));
            }
        }
        return Optional.empty();
    }

    /** In a few words. */
    @Override
    public String toString() {
        return reason.isEmpty() ? condition : condition + ", " + reason;
    }
}
