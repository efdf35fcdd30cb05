package io.sidecarfirst.apiserver;

/** How a watch ended that had begun. */
public enum WatchEnd {
    /**
     * The API server ended it, as it does after a while, or the connection was cut, as a proxy does with one that is
     * quiet: it goes on from the last resourceVersion that was seen.
     */
    ENDED,
    /** The resourceVersion is too old (410 Gone): it goes on after a new list. */
    EXPIRED
}
