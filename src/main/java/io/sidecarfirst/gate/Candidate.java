package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;

/**
 * What a gate could be made of.
 *
 * @param source where it comes from
 * @param handlers what the gate would do: exactly one, unless the manifest's own probe is malformed
 * @param probe the probe that the handler was taken from, for its timing; empty for a port
 */
public record Candidate(SourceKind source, List<Handler> handlers, Optional<Probe> probe) {

    public Candidate {
        handlers = List.copyOf(handlers);
    }

    /** All of a probe's handlers, as they are. */
    public static Candidate of(SourceKind source, Probe probe) {
        return new Candidate(source, probe.handlers(), Optional.of(probe));
    }
}
