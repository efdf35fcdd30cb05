package io.sidecarfirst.gate;

/**
 * One sidecar that is being decided on, with all that may bear on it.
 *
 * @param pod its Pod
 * @param sidecar itself
 * @param tuning what the Pod's annotations ask for it
 */
public record Subject(Pod pod, Container sidecar, Tuning tuning) {}
