package io.sidecarfirst.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A time, and how well it is known.
 *
 * @param at the best guess; what is drawn
 * @param earliest the true time is not before this
 * @param latest the true time is not after this
 * @param basis how it is known
 */
public record Moment(Instant at, Instant earliest, Instant latest, Basis basis) {
    /** What the API cuts off: {@code metav1.Time} is written in whole seconds. */
    static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** What an object says. A time without a fraction may be up to a second later. */
    static Moment stated(Instant at, Basis basis) {
        return new Moment(at, at, isWhole(at) ? at.plus(RESOLUTION) : at, basis);
    }

    /** Something that is true at a time, and may have become so at any time since another. */
    static Moment by(Instant at, Instant earliest, Basis basis) {
        return new Moment(at, earlier(earliest, at), at, basis);
    }

    Moment inferred() {
        return new Moment(at, earliest, latest, Basis.INFERRED);
    }

    /** The same, known to be not later than this. A bound that contradicts what is known is not believed. */
    Moment notAfter(Instant bound) {
        if (bound.isBefore(earliest)) {
            return this;
        }
        return new Moment(earlier(at, bound), earliest, earlier(latest, bound), basis);
    }

    /** The same, known to be not before another one: what came first stays first, also within one second. */
    Moment notBefore(Moment other) {
        Instant end = later(latest, other.earliest);
        return new Moment(
                earlier(later(at, other.at), later(end, other.at)),
                later(earliest, other.earliest),
                later(end, other.at),
                basis);
    }

    boolean isBefore(Moment other) {
        return at.isBefore(other.at);
    }

    /** Whether the truth may lie more than that before the best guess, so that only "by then" is known. */
    boolean isBound() {
        return Duration.between(earliest, at).compareTo(RESOLUTION) > 0;
    }

    Moment orEarlier(Moment other) {
        return other.isBefore(this) ? other : this;
    }

    /** Whether it has no fraction of a second. */
    static boolean isWhole(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).equals(at);
    }

    static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }
}
