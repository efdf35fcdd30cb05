package io.sidecarfirst.gate;

import java.util.Optional;

/** The gates that did not open and were given up, so that workloads come up without them. */
@FunctionalInterface
public interface ReleasedGates {
    /** None was. */
    ReleasedGates NONE = (namespace, sidecar, asked) -> Optional.empty();

    /**
     * The gate of such a sidecar that was given up in that namespace. Asked for each sidecar of each Pod.
     *
     * @param namespace the Pod's; empty where it is not known
     * @param asked what the Pod's annotations ask for the sidecar
     */
    Optional<Found> find(String namespace, Container sidecar, SidecarOverrides asked);

    /**
     * What is remembered of one.
     *
     * @param source what it was derived from
     * @param detail what happened, as a clause whose "its" is the sidecar
     */
    record Found(SourceKind source, String detail) {}
}
