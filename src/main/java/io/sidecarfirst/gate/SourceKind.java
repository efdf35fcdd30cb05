package io.sidecarfirst.gate;

import java.util.Optional;
import java.util.stream.Stream;

/** What a gate is derived from. */
public enum SourceKind {
    /** The check that an annotation holds: what a person says who cannot or will not edit the sidecar. */
    PROBE("probe"),
    /** The sidecar's own readinessProbe: its author's word for "ready". */
    READINESS_PROBE("readinessProbe"),
    /** A TCP port that the sidecar declares, or that an annotation names. */
    PORT("port"),
    /** The livenessProbe, only where an annotation asks for it: it says "alive", not "ready". */
    LIVENESS_PROBE("livenessProbe");

    private final String id;

    SourceKind(String id) {
        this.id = id;
    }

    /** The name in annotations, in the status and in messages. */
    public String id() {
        return id;
    }

    /** The kind of that name. */
    public static Optional<SourceKind> of(String id) {
        return Stream.of(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
