package io.sidecarfirst.timeline;

/** What a container does during a {@link Span}. The names are part of the JSON output. */
public enum Phase {
    /** Nothing of it is there: something before it is not done. */
    WAITING("waits"),

    /** It is its turn: it is created, and its image pulled if nobody says when. */
    CREATING("is created"),

    /** Its image is being pulled. */
    PULLING("pulls its image"),

    /** It runs; its gate (its startupProbe) has not passed. */
    STARTING("runs, gate not passed"),

    /** It runs; its readinessProbe has not succeeded. */
    UNREADY("runs, not ready"),

    /** It runs; whether it was ready is not known, or means nothing (in an init container). */
    RUNNING("runs"),

    /** It is ready; without a readinessProbe that is as soon as it runs and its gate has passed. */
    READY("ready"),

    /** It has ended and will be started again. */
    DOWN("down"),

    /** It was started more than once in this time; the API keeps only the last end. */
    RESTARTING("up and down");

    private final String words;

    Phase(String words) {
        this.words = words;
    }

    /** For a legend. */
    String words() {
        return words;
    }
}
