package io.sidecarfirst.timeline;

/** What the start of a Pod waits for, step by step. The names are part of the JSON output. */
public enum Cause {
    /** A scheduler to find a node. */
    NODE,

    /** The Pod's sandbox: its network, and its volumes before it. */
    SANDBOX,

    /** A container to be created, its image pulled before that. */
    START,

    /** A sidecar's startupProbe to succeed. */
    GATE,

    /** A sidecar's {@code postStart} hook to end. */
    HOOK,

    /** An init container to end with success. */
    RUN
}
