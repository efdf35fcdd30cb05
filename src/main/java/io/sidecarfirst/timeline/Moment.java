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

    /** Before anything that a Pod may tell. */
    static final Instant LONG_AGO = Instant.EPOCH;

    /** How soon the kubelet goes on when a container lets go. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** What an object says. A time without a fraction may be up to a second later. */
    static Moment stated(Instant at, Basis basis) {
        return new Moment(at, at, isWhole(at) ? at.plus(RESOLUTION) : at, basis);
    }

    /** Something that is true at a time, and may have become so at any time before. */
    static Moment by(Moment then) {
        return new Moment(then.at, LONG_AGO, then.latest, Basis.INFERRED);
    }

    /** The present, or another time that is known to the point. */
    static Moment exactly(Instant at) {
        return new Moment(at, at, at, Basis.STATUS);
    }

    Moment inferred() {
        return new Moment(at, earliest, latest, Basis.INFERRED);
    }

    /** What made the kubelet do this. */
    Moment shortlyBefore() {
        return new Moment(at, later(earliest.minus(SOON), LONG_AGO), latest, Basis.INFERRED);
    }

    /** The same, known to be not later than this. A bound that contradicts the best guess is not believed. */
    Moment notAfter(Instant bound) {
        return bound.isBefore(at) ? this : new Moment(at, earliest, earlier(latest, bound), basis);
    }

    /** The same, known to be not after another one, whose best guess must not be before what this may be. */
    Moment notAfter(Moment other) {
        return new Moment(earlier(at, other.at), earliest, earlier(latest, other.latest), basis);
    }

    /** The same, known to be not before another one: what came first stays first, also within one second. */
    Moment notBefore(Moment other) {
        Instant guess = later(at, other.at);
        return new Moment(guess, later(earliest, other.earliest), later(latest, guess), basis);
    }

    /** Whether both may be the same moment. */
    boolean meets(Moment other) {
        return !other.latest.isBefore(earliest) && !other.earliest.isAfter(latest);
    }

    /** The same, known to be within what another one may be, which {@link #meets} it. What was inferred has been seen then. */
    Moment within(Moment other) {
        Instant from = later(earliest, other.earliest);
        Instant to = earlier(latest, other.latest);
        return new Moment(earlier(later(at, from), to), from, to, basis == Basis.INFERRED ? other.basis : basis);
    }

    /** The same so long before, with the same doubt. */
    Moment minus(Duration length) {
        return new Moment(at.minus(length), earliest.minus(length), latest.minus(length), basis);
    }

    boolean isBefore(Moment other) {
        return at.isBefore(other.at);
    }

    /** Whether only "by then" is known: it was inferred, and may have been some seconds before. */
    boolean isVague() {
        return basis == Basis.INFERRED && Duration.between(earliest, at).compareTo(RESOLUTION.plus(SOON)) > 0;
    }

    /** The first of both. */
    Moment orEarlier(Moment other) {
        Moment first = other.isBefore(this) ? other : this;
        return new Moment(first.at, earlier(earliest, other.earliest), earlier(latest, other.latest), first.basis);
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
