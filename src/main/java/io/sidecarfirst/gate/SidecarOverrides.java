package io.sidecarfirst.gate;

import org.jspecify.annotations.Nullable;

/**
 * What the Pod's annotations ask for one sidecar.
 *
 * @param inject whether it may be gated at all
 * @param source the only source to use; null for the automatic choice
 * @param port the port to gate on; null for the automatic choice
 * @param probe the check to gate on; null for the automatic choice, or if the annotation cannot be used
 * @param timing the timing of the gate
 * @param releaseAfterSeconds when the gate is given up, in seconds, 0 for never; null where the settings say
 */
public record SidecarOverrides(
        boolean inject,
        @Nullable SourceKind source,
        @Nullable PortReference port,
        @Nullable Probe probe,
        Timing timing,
        @Nullable Integer releaseAfterSeconds) {

    /** No annotation. */
    public static final SidecarOverrides NONE = new SidecarOverrides(true, null, null, null, Timing.DERIVED, null);

    /** Whether somebody asks for a gate, and not just leaves it to the rules. */
    public boolean asksForGate() {
        return source != null;
    }

    /** What a Pod's annotations ask for one of its sidecars; those that cannot be used ask for nothing. */
    public static SidecarOverrides of(Pod pod, Container sidecar) {
        return Annotations.of(pod).overrides(sidecar);
    }
}
