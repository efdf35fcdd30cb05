package io.sidecarfirst.timeline;

import io.sidecarfirst.observed.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A time, and how well it is known.
 *
 * @param at the best guess; what is drawn
 * @param earliest the true time is not before this
 * @param latest the true time is not after this
 * @param evidence how it is known
 */
public record TimeEstimate(Instant at, Instant earliest, Instant latest, Evidence evidence) {
    /** How a time is known. The names are part of the JSON output. */
    public enum Evidence {
        /** The Pod's own status or metadata says so, in whole seconds. */
        STATUS(""),

        /** An Event says so: in whole seconds where the kubelet wrote it, in microseconds where the scheduler did. */
        EVENT(""),

        /** It was seen while watching, between one look and the next. */
        SEEN(" *"),

        /** Nobody records it. It follows from something else that is known. */
        INFERRED(" ~");

        private final String mark;

        Evidence(String mark) {
            this.mark = mark;
        }

        /** What is printed after a time that Kubernetes does not state; {@link Caveats} explains the marks. */
        String mark() {
            return mark;
        }
    }

    /** What the API cuts off: {@code metav1.Time} is written in whole seconds. */
    static final Duration RESOLUTION = Duration.ofSeconds(1);

    /** Before any time that a Pod can state. */
    static final Instant LONG_AGO = Instant.EPOCH;

    /** How soon the kubelet goes on after a container that it waited for. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** The time in a field of an object; empty where there is none. */
    static Optional<TimeEstimate> parse(JsonNode field, Evidence evidence) {
        return Timestamp.parse(field).map(at -> stated(at, evidence));
    }

    /** What an object states. A time without a fraction may be up to a second later. */
    static TimeEstimate stated(Instant at, Evidence evidence) {
        return new TimeEstimate(at, at, isWhole(at) ? at.plus(RESOLUTION) : at, evidence);
    }

    /** For something that is true at a time, and may have become so at any time before. */
    static TimeEstimate by(TimeEstimate then) {
        return new TimeEstimate(then.at, LONG_AGO, then.latest, Evidence.INFERRED);
    }

    /** The present, or another time that is known exactly. */
    static TimeEstimate exactly(Instant at) {
        return new TimeEstimate(at, at, at, Evidence.STATUS);
    }

    TimeEstimate inferred() {
        return new TimeEstimate(at, earliest, latest, Evidence.INFERRED);
    }

    /** The time of what made the kubelet do this: up to a second before. */
    TimeEstimate shortlyBefore() {
        return new TimeEstimate(at, later(earliest.minus(SOON), LONG_AGO), latest, Evidence.INFERRED);
    }

    /** The same, but not later than this. A bound before the best guess is ignored. */
    TimeEstimate notAfter(Instant bound) {
        return bound.isBefore(at) ? this : new TimeEstimate(at, earliest, earlier(latest, bound), evidence);
    }

    /** The same, but not after another one, whose best guess must not be before {@link #earliest}. */
    TimeEstimate notAfter(TimeEstimate other) {
        return new TimeEstimate(earlier(at, other.at), earliest, earlier(latest, other.latest), evidence);
    }

    /** The same, but not before another one: what came first stays first, also within one second. */
    TimeEstimate notBefore(TimeEstimate other) {
        Instant guess = later(at, other.at);
        return new TimeEstimate(guess, later(earliest, other.earliest), later(latest, guess), evidence);
    }

    /** Whether both may be the same time. */
    boolean overlaps(TimeEstimate other) {
        return !other.latest.isBefore(earliest) && !other.earliest.isAfter(latest);
    }

    /**
     * The same, but within another one, which it must {@link #overlaps overlap}. If it was inferred, it no longer is.
     */
    TimeEstimate within(TimeEstimate other) {
        Instant from = later(earliest, other.earliest);
        Instant to = earlier(latest, other.latest);
        return new TimeEstimate(
                earlier(later(at, from), to), from, to, evidence == Evidence.INFERRED ? other.evidence : evidence);
    }

    TimeEstimate minus(Duration length) {
        return new TimeEstimate(at.minus(length), earliest.minus(length), latest.minus(length), evidence);
    }

    TimeEstimate plus(Duration length) {
        return minus(length.negated());
    }

    /** The same, where it may have been any time since another one. */
    TimeEstimate notSooner(TimeEstimate other) {
        return new TimeEstimate(at, earlier(earliest, other.earliest), latest, Evidence.INFERRED);
    }

    boolean isBefore(TimeEstimate other) {
        return at.isBefore(other.at);
    }

    /** Whether no more is known than "by then": it is inferred, and may be earlier by more than two seconds. */
    boolean isVague() {
        return evidence == Evidence.INFERRED && Duration.between(earliest, at).compareTo(RESOLUTION.plus(SOON)) > 0;
    }

    /** The first of both. */
    TimeEstimate orEarlier(TimeEstimate other) {
        TimeEstimate first = other.isBefore(this) ? other : this;
        return new TimeEstimate(
                first.at, earlier(earliest, other.earliest), earlier(latest, other.latest), first.evidence);
    }

    /** The time since the Pod's creation, such as {@code +14 s}. */
    String text(TimeEstimate created) {
        Duration since = Duration.between(created.at, at);
        return since.isNegative() ? "before it was created" : "+" + Words.duration(since, !isWhole(at));
    }

    /** The same, with a mark for how it is known. */
    String markedText(TimeEstimate created) {
        return (isVague() ? "by " : "") + text(created) + evidence.mark();
    }

    private static boolean isWhole(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).equals(at);
    }

    static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    static Instant later(Instant one, Instant other) {
        return other.isAfter(one) ? other : one;
    }
}
