package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What gates can be derived from. One file each in {@code gate.source}; the order is in {@code Sources}. */
public interface Source {

    /** The name that annotations know it by. */
    SourceKind kind();

    /** Whether it is tried where no annotation names a source. */
    boolean automatic();

    /**
     * What it offers for this sidecar, best first; empty if it has nothing. After a veto on one candidate the next of
     * the same source is tried, never another source.
     */
    List<Candidate> candidates(SidecarContext context);

    /**
     * What a gate could be made of.
     *
     * @param source where it comes from
     * @param handlers what the gate would check: exactly one, unless the manifest's own probe is malformed
     * @param probe the probe that the handler was taken from, for its timing; null for a port
     */
    record Candidate(
            SourceKind source,
            List<Handler> handlers,
            @Nullable Probe probe) {

        public Candidate {
            handlers = List.copyOf(handlers);
        }

        /** The first objection to one of its handlers. */
        public Optional<Veto.Objection> first(Function<Handler, Optional<Veto.Objection>> against) {
            return Veto.first(handlers, against);
        }

        /** All of a probe's handlers, as they are. */
        public static Candidate of(SourceKind source, Probe probe) {
            return new Candidate(source, probe.handlers(), probe);
        }
    }
}
