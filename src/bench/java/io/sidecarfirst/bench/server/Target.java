package io.sidecarfirst.bench.server;

/** Something to measure that can be started. */
public interface Target {
    /** By which figures are told apart. */
    String name();

    /** Starts it, as often as one likes; it may not answer yet. */
    Server start();

    /** The same, so that it is reached at an address of this machine, as from a cluster in containers. */
    Server startAt(String address);
}
