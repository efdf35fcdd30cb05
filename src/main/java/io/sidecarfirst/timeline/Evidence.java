package io.sidecarfirst.timeline;

/** How a time is known. The names are part of the JSON output. */
public enum Evidence {
    /** The Pod's own status or metadata says so, in whole seconds. */
    STATUS,

    /** An Event says so: in whole seconds where the kubelet wrote it, in microseconds where the scheduler did. */
    EVENT,

    /** The API server was seen to say so: between one look and the next. */
    SEEN,

    /** Nobody records it. It follows from something else that is known. */
    INFERRED
}
