package io.sidecarfirst.apiserver;

/** How a watch ended that went well. */
public enum WatchEnd {
    /** The API server ended it, as it does after a while: it goes on from the last resourceVersion that was seen. */
    ENDED,
    /** The resourceVersion is too old (410 Gone): it goes on after a new list. */
    EXPIRED
}
