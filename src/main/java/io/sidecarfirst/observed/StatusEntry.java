package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the status annotation of a Pod says of one sidecar: what was decided when the Pod was created. */
public sealed interface StatusEntry {

    /** The Pod has no status annotation, or one that cannot be read: nobody decided. */
    record NoAnnotation() implements StatusEntry {}

    /** The annotation does not name this sidecar: it was added after the decision. */
    record NoEntry() implements StatusEntry {}

    /** It was gated. */
    record Gated(SourceKind source, int periodSeconds, int failureThreshold) implements StatusEntry {
        public static Gated of(ExistingGate gate) {
            return new Gated(
                    gate.source(), gate.probe().periodSeconds(), gate.probe().failureThreshold());
        }

        /** The timing in a few words. */
        public String timing() {
            return "period " + periodSeconds + "s, threshold " + failureThreshold;
        }
    }

    /** It was left to the gate container. */
    record ByContainer(SourceKind source) implements StatusEntry {}

    /** It was not gated. */
    record Skipped(String reason) implements StatusEntry {
        /** The reason in words, where this version knows it. */
        public Optional<String> explanation() {
            return Stream.of(Reason.values())
                    .filter(known -> known.id().equals(reason))
                    .map(Reason::explanation)
                    .findFirst();
        }
    }

    /**
     * The gate that this project has made: an entry that says so, and a startupProbe with the timing in the entry. The
     * annotation alone proves nothing, because it may be a copy.
     */
    static Optional<Gated> gate(Pod pod, Container sidecar) {
        return Status.existingGate(pod, sidecar)
                .flatMap(source -> sidecar.startupProbe()
                        .map(probe -> new Gated(source, probe.periodSeconds(), probe.failureThreshold())));
    }

    /** Reads the entry of one sidecar. */
    public static StatusEntry of(Pod pod, String sidecar) {
        Optional<JsonNode> annotation = pod.annotation(Status.ANNOTATION).flatMap(StatusEntry::parse);
        if (annotation.isEmpty()) {
            return new NoAnnotation();
        }
        JsonNode entry = annotation.get().path(sidecar);
        Optional<SourceKind> source = SourceKind.of(entry.path("gated").asString(""));
        if (source.isPresent() && entry.path("by").asString("").equals(GateMode.CONTAINER.id())) {
            return new ByContainer(source.get());
        }
        if (source.isPresent()) {
            return new Gated(
                    source.get(),
                    entry.path("period").asInt(0),
                    entry.path("threshold").asInt(0));
        }
        String skipped = entry.path("skipped").asString("");
        return skipped.isEmpty() ? new NoEntry() : new Skipped(skipped);
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(JsonMapper.shared().readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
