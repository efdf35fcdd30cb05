package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A container's probe, read with Kubernetes' own defaults where a field is absent or 0.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe">Probe</a>
 */
public record Probe(JsonNode node) {

    private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");

    /** Its handlers of a known kind: one, in a probe that the API server accepts. */
    public List<Handler> handlers() {
        List<Handler> handlers = new ArrayList<>(1);
        for (String kind : HANDLERS) {
            JsonNode handler = node.path(kind);
            if (Json.present(handler)) {
                handlers.add(new Handler(kind, handler));
            }
        }
        return handlers;
    }

    /** Seconds from one attempt to the next; 10 by default. */
    public int periodSeconds() {
        return Json.positive(node.path("periodSeconds"), 10);
    }

    /** Seconds after which an attempt has failed; 1 by default. */
    public int timeoutSeconds() {
        return Json.positive(node.path("timeoutSeconds"), 1);
    }

    /** Failures in a row until the probe has failed; 3 by default. */
    public int failureThreshold() {
        return Json.positive(node.path("failureThreshold"), 3);
    }

    /** Seconds before the first attempt; 0 by default. */
    public int initialDelaySeconds() {
        return Json.positive(node.path("initialDelaySeconds"), 0);
    }

    /** How long its author lets the container take, in seconds: the delay and all attempts that may fail. */
    public long budgetSeconds() {
        return initialDelaySeconds() + (long) periodSeconds() * failureThreshold();
    }
}
