package io.sidecarfirst.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A startupProbe that this project has added before, as the Pod's status says.
 *
 * @param source what it was derived from
 * @param probe the startupProbe
 * @param now what would be decided if it were not there
 */
public record ExistingGate(SourceKind source, Probe probe, Verdict now) {

    /** What an API server fills in, by handler and field. */
    private static final Map<String, Map<String, String>> DEFAULTS = Map.of(
            "httpGet", Map.of("path", "/", "scheme", "HTTP", "host", ""),
            "tcpSocket", Map.of("host", ""),
            "grpc", Map.of("service", ""));

    /** The existing gates that a plan leaves alone, by their sidecar's index in {@code initContainers}. */
    public static Map<Integer, ExistingGate> in(Pod pod, Plan plan, Gate gate) {
        Map<Integer, ExistingGate> existing = new LinkedHashMap<>();
        for (Verdict verdict : plan.verdicts()) {
            Container sidecar = verdict.sidecar();
            // Also of a sidecar that was opted out since: its mains wait all the same.
            Optional<SourceKind> source =
                    verdict instanceof Verdict.Skipped ? Status.existingGate(pod, sidecar) : Optional.empty();
            if (source.isPresent()) {
                Verdict now = gate.plan(without(pod, sidecar)).verdicts().stream()
                        .filter(other -> other.sidecar().index() == sidecar.index())
                        .findFirst()
                        .orElse(verdict);
                sidecar.startupProbe()
                        .ifPresent(probe -> existing.put(sidecar.index(), new ExistingGate(source.get(), probe, now)));
            }
        }
        return existing;
    }

    private static Pod without(Pod pod, Container sidecar) {
        JsonNode root = pod.root().deepCopy();
        ((ObjectNode) root.path("spec").path("initContainers").path(sidecar.index())).remove("startupProbe");
        return Pod.of(root, pod.namespace());
    }

    /** Whether it would be made differently now: of something else, with another timing, or not at all. */
    public boolean isOutdated() {
        return !(now instanceof Verdict.Gated gated
                && gated.source() == source
                && sameTiming(new Probe(gated.probe()))
                && handlers(probe).equals(handlers(new Probe(gated.probe()))));
    }

    private boolean sameTiming(Probe other) {
        return probe.periodSeconds() == other.periodSeconds()
                && probe.failureThreshold() == other.failureThreshold()
                && probe.timeoutSeconds() == other.timeoutSeconds()
                && probe.initialDelaySeconds() == other.initialDelaySeconds();
    }

    /** What is probed, with what an API server fills in. */
    private static Map<String, JsonNode> handlers(Probe probe) {
        Map<String, JsonNode> handlers = new LinkedHashMap<>();
        for (Handler handler : probe.handlers()) {
            JsonNode node = handler.node().deepCopy();
            DEFAULTS.getOrDefault(handler.kind(), Map.of()).forEach((field, value) -> {
                if (node instanceof ObjectNode object
                        && Json.text(object.path(field)).orElse("").isEmpty()) {
                    object.put(field, value);
                }
            });
            handlers.put(handler.kind(), node);
        }
        return handlers;
    }
}
