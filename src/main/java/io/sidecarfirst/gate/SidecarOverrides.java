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
public record SidecarOverrides(
        boolean inject, Optional<SourceKind> source, Optional<PortReference> port, Timing timing) {

    /** No annotation. */
    public static final SidecarOverrides NONE =
            new SidecarOverrides(true, Optional.empty(), Optional.empty(), Timing.DERIVED);

    /** What a Pod's annotations ask for one of its sidecars; those that cannot be used ask for nothing. */
    public static SidecarOverrides of(Pod pod, Container sidecar) {
        return Annotations.of(pod, pod.sidecars()).overrides(sidecar);
    }
}
