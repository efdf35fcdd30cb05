package io.sidecarfirst.gate;

import java.util.List;

/** A place that gates can be derived from. One file each in {@code gate.source}; the order stands in {@code Sources}. */
public interface Source {

    /** The name that annotations know it by. */
    SourceKind kind();

    /** Whether it is tried where no annotation names a source. */
    boolean automatic();

    /**
     * What it offers for this sidecar, best first; empty if it has nothing. A veto on one candidate goes on to the next of
     * the same source, never to another source.
     */
    List<Candidate> candidates(SidecarContext context);
}
