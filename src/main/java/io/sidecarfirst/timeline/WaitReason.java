package io.sidecarfirst.timeline;

/** What the start of a Pod waits for, step by step. The names are part of the JSON output. */
public enum WaitReason {
    /** A scheduler to find a node. */
    NODE,

    /** The Pod's sandbox: its network, and its volumes before it. */
    SANDBOX,

    /** Images of others, which the node pulls before a container's own. */
    QUEUE,

    /** A container's image to be pulled, where that takes a second or more. */
    IMAGE,

    /** A container to be created and to begin, and its image, which took less than a second or nobody knows how long. */
    START,

    /** The same without its image: that was there, or is a step of its own. */
    CREATE,

    /** A sidecar's startupProbe to succeed. */
    GATE,

    /** A sidecar's {@code postStart} hook to end. */
    HOOK,

    /** An init container to end with success. */
    RUN;

    /** Whether it is about a container's own start, so that the container itself waits for it too. */
    boolean isOwn() {
        return switch (this) {
            case QUEUE, IMAGE, START, CREATE -> true;
            case NODE, SANDBOX, GATE, HOOK, RUN -> false;
        };
    }
}
