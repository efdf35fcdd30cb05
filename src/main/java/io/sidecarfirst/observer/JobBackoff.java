package io.sidecarfirst.observer;

import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * Whether a Job survives that one of its Pods is evicted, which counts as a failure of the Pod.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/#handling-pod-and-container-failures">
 *     Handling Pod and container failures</a>
 */
final class JobBackoff {
    private static final int DEFAULT_LIMIT = 6;
    private static final String INDEX_FAILURES = "batch.kubernetes.io/job-index-failure-count";

    private JobBackoff() {}

    /** Why it might not, as a clause; empty if it does. */
    static Optional<String> objection(JsonNode job, JsonNode pod) {
        JsonNode spec = job.path("spec");
        for (JsonNode rule : spec.path("podFailurePolicy").path("rules")) {
            String action = rule.path("action").asString("");
            if (action.equals("FailJob") || action.equals("FailIndex")) {
                return Optional.of("the podFailurePolicy of its Job could make the Job fail for that");
            }
        }
        JsonNode status = job.path("status");
        long failed = status.path("failed").asLong(0)
                + status.path("uncountedTerminatedPods").path("failed").size()
                + restarts(pod);
        // Its other Pods may wait on the same gate, and are evicted before the Job has counted the first.
        long evicted = Math.max(1, status.path("active").asLong(0));
        boolean hasRoom = spec.path("backoffLimit").asLong(DEFAULT_LIMIT) - failed >= evicted;
        JsonNode perIndex = spec.path("backoffLimitPerIndex");
        boolean hasRoomForIndex = !perIndex.isNumber() || perIndex.asLong() - failuresOfIndex(pod) >= 1;
        if (!hasRoom) {
            return Optional.of("that could use up the backoffLimit of its Job, which would fail for good");
        }
        return hasRoomForIndex
                ? Optional.empty()
                : Optional.of("that would use up the backoffLimitPerIndex of its Job, whose index would fail for good");
    }

    private static long failuresOfIndex(JsonNode pod) {
        String failures =
                pod.path("metadata").path("annotations").path(INDEX_FAILURES).asString("0");
        return failures.matches("[0-9]{1,9}") ? Long.parseLong(failures) : Integer.MAX_VALUE;
    }

    /** With restartPolicy OnFailure they count, too. */
    private static long restarts(JsonNode pod) {
        if (!pod.path("spec").path("restartPolicy").asString("").equals("OnFailure")) {
            return 0;
        }
        return StreamSupport.stream(
                        pod.path("status").path("initContainerStatuses").spliterator(), false)
                .mapToLong(status -> status.path("restartCount").asLong(0))
                .sum();
    }
}
