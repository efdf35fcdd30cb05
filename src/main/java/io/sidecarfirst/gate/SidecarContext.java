package io.sidecarfirst.gate;

/**
 * One sidecar that is being decided on, with all that may bear on it.
 *
 * @param pod its Pod
 * @param sidecar itself
 * @param overrides what the Pod's annotations ask for it
 */
public record SidecarContext(Pod pod, Container sidecar, SidecarOverrides overrides) {}
