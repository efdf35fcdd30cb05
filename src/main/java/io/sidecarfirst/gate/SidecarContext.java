package io.sidecarfirst.gate;

/**
 * One sidecar that is decided on, with everything that the decision may read.
 *
 * @param pod its Pod
 * @param sidecar the sidecar
 * @param overrides what the Pod's annotations ask for it
 */
public record SidecarContext(Pod pod, Container sidecar, SidecarOverrides overrides) {}
