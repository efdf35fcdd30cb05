package io.sidecarfirst.server;

/** Whether the API server should send reviews here. */
public final class Readiness {
    private enum State {
        STARTING,
        READY,
        DRAINING
    }

    private volatile State state = State.STARTING;

    /** Ready from now on, unless it is draining already. */
    public synchronized void ready() {
        state = state == State.STARTING ? State.READY : state;
    }

    /** Not ready any more, and never again. */
    public synchronized void drain() {
        state = State.DRAINING;
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean isDraining() {
        return state == State.DRAINING;
    }

    /** In a word, for whoever asks {@code /readyz}. */
    String describe() {
        return switch (state) {
            case STARTING -> "starting";
            case READY -> "ok";
            case DRAINING -> "draining";
        };
    }
}
