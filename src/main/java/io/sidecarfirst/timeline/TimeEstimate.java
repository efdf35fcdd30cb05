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
public record TimeEstimate(Instant at, Instant earliest, Instant latest, Evidence basis) {
    /** What the API cuts off: {@code metav1.Time} is written in whole seconds. */
    static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** Before anything that a Pod may tell. */
    static final Instant LONG_AGO = Instant.EPOCH;

    /** How soon the kubelet goes on when a container lets go. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** What an object says. A time without a fraction may be up to a second later. */
    static TimeEstimate stated(Instant at, Evidence basis) {
        return new TimeEstimate(at, at, isWhole(at) ? at.plus(RESOLUTION) : at, basis);
    }

    /** Something that is true at a time, and may have become so at any time before. */
    static TimeEstimate by(TimeEstimate then) {
        return new TimeEstimate(then.at, LONG_AGO, then.latest, Evidence.INFERRED);
    }

    /** The present, or another time that is known to the point. */
    static TimeEstimate exactly(Instant at) {
        return new TimeEstimate(at, at, at, Evidence.STATUS);
    }

    TimeEstimate inferred() {
        return new TimeEstimate(at, earliest, latest, Evidence.INFERRED);
    }

    /** What made the kubelet do this. */
    TimeEstimate shortlyBefore() {
        return new TimeEstimate(at, later(earliest.minus(SOON), LONG_AGO), latest, Evidence.INFERRED);
    }

    /** The same, known to be not later than this. A bound that contradicts the best guess is not believed. */
    TimeEstimate notAfter(Instant bound) {
        return bound.isBefore(at) ? this : new TimeEstimate(at, earliest, earlier(latest, bound), basis);
    }

    /** The same, known to be not after another one, whose best guess must not be before what this may be. */
    TimeEstimate notAfter(TimeEstimate other) {
        return new TimeEstimate(earlier(at, other.at), earliest, earlier(latest, other.latest), basis);
    }

    /** The same, known to be not before another one: what came first stays first, also within one second. */
    TimeEstimate notBefore(TimeEstimate other) {
        Instant guess = later(at, other.at);
        return new TimeEstimate(guess, later(earliest, other.earliest), later(latest, guess), basis);
    }

    /** Whether both may be the same moment. */
    boolean meets(TimeEstimate other) {
        return !other.latest.isBefore(earliest) && !other.earliest.isAfter(latest);
    }

    /** The same, known to be within what another one may be, which {@link #meets} it. What was inferred has been seen then. */
    TimeEstimate within(TimeEstimate other) {
        Instant from = later(earliest, other.earliest);
        Instant to = earlier(latest, other.latest);
        return new TimeEstimate(earlier(later(at, from), to), from, to, basis == Evidence.INFERRED ? other.basis : basis);
    }

    /** The same so long before, with the same doubt. */
    TimeEstimate minus(Duration length) {
        return new TimeEstimate(at.minus(length), earliest.minus(length), latest.minus(length), basis);
    }

    boolean isBefore(TimeEstimate other) {
        return at.isBefore(other.at);
    }

    /** Whether only "by then" is known: it was inferred, and may have been some seconds before. */
    boolean isVague() {
        return basis == Evidence.INFERRED && Duration.between(earliest, at).compareTo(RESOLUTION.plus(SOON)) > 0;
    }

    /** The first of both. */
    TimeEstimate orEarlier(TimeEstimate other) {
        TimeEstimate first = other.isBefore(this) ? other : this;
        return new TimeEstimate(first.at, earlier(earliest, other.earliest), earlier(latest, other.latest), first.basis);
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
