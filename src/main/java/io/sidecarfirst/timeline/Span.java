package io.sidecarfirst.timeline;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a container's bar.
 *
 * @param phase what the container does
 * @param from when this begins
 * @param to when it ends; null if it goes on
 * @param step what it waits for, in a {@link Phase#WAITING}; null in others
 */
public record Span(
        Phase phase,
        TimeEstimate from,
        @Nullable TimeEstimate to,
        @Nullable Step step) {

    /** What a container does for a while. The names are part of the JSON output. */
    public enum Phase {
        /** Nothing of it is there: something before it is not done. */
        WAITING("waits", "waits"),

        /** It is its turn: it is created, and its image pulled if nobody says when. */
        CREATING("is created", "created"),

        /** Its image is wanted; the node pulls others before it. */
        QUEUED("waits for other pulls", "other pulls"),

        /** Its image is being pulled. */
        PULLING("pulls its image", "image"),

        /** It runs; its gate (its startupProbe) has not passed. */
        STARTING("runs, gate not passed", "gate"),

        /** It runs; its readinessProbe has not succeeded. */
        UNREADY("runs, not ready", "not ready"),

        /** It runs; whether it was ready is not known, or means nothing (in an init container). */
        RUNNING("runs", "runs"),

        /** It is ready; without a readinessProbe that is as soon as it runs and its gate has passed. */
        READY("ready", "ready"),

        /** It has ended and will be started again. */
        DOWN("down", "down"),

        /** It was started more than once in this time; the API keeps only the last end. */
        RESTARTING("up and down", "restarts");

        private final String text;
        private final String label;

        Phase(String text, String label) {
            this.text = text;
            this.label = label;
        }

        /** The shortest that says it, for a bar. */
        String label() {
            return label;
        }

        /** For a legend. */
        String text() {
            return text;
        }
    }

    Span(Phase phase, TimeEstimate from, @Nullable TimeEstimate to) {
        this(phase, from, to, null);
    }

    /** Whether it goes on. */
    boolean isOpen() {
        return to == null;
    }
}
