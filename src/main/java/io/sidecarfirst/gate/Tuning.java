package io.sidecarfirst.gate;

import java.util.Optional;

/**
 * What the Pod's annotations ask for one sidecar.
 *
 * @param inject whether it may be gated at all
 * @param source the only source to use; empty for the automatic choice
 * @param port the port to gate on
 * @param timing the timing of the gate
 */
public record Tuning(boolean inject, Optional<SourceKind> source, Optional<PortReference> port, Timing timing) {

    /** No annotation. */
    public static final Tuning NONE = new Tuning(true, Optional.empty(), Optional.empty(), Timing.DERIVED);
}
