package io.sidecarfirst.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far the times of a timeline can be trusted, a sentence each. */
final class Limits {
    private final Timeline timeline;
    private final Events events;
    private final List<PodEvent> own;
    private final Sightings sightings;

    Limits(Timeline timeline, Events events, List<PodEvent> own, Sightings sightings) {
        this.timeline = timeline;
        this.events = events;
        this.own = own;
        this.sightings = sightings;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (moments().anyMatch(moment -> moment.basis() == Basis.STATUS || moment.basis() == Basis.EVENT)) {
            sentences.add(
                    "Kubernetes keeps these times in whole seconds: each may be up to a second later than shown.");
        }
        if (moments().anyMatch(moment -> moment.basis() == Basis.INFERRED)) {
            sentences.add("~ is inferred: a gate's passing from what started next, readiness from the Pod's conditions;"
                    + " Kubernetes records neither."
                    + (moments().anyMatch(Limits::isOnlyBound) ? " \"by\" means: then, or before." : ""));
        }
        if (moments().anyMatch(moment -> moment.basis() == Basis.SEEN)) {
            sentences.add("* was seen while watching: it happened in the half second before, or a little more.");
        }
        if (!sightings.shift().isZero()) {
            Duration shift = sightings.shift();
            sentences.add("The clock here is " + Words.duration(shift.abs(), true)
                    + (shift.isNegative() ? " ahead of" : " behind")
                    + " the node's, or more; what was seen here is moved by that.");
        }
        if (own.isEmpty()) {
            sentences.add("Without Events it is not known when containers were created and images pulled: "
                    + events.missing()
                            .map(why -> Words.line(why, 300))
                            .orElse("there are none of this Pod, or no more (a cluster keeps them for an hour)")
                    + ".");
        }
        return sentences;
    }

    private static boolean isOnlyBound(Moment moment) {
        return moment.basis() == Basis.INFERRED && moment.isBound();
    }

    /** Those that are printed. */
    private Stream<Moment> moments() {
        return timeline.lanes().stream()
                .flatMap(
                        lane -> Stream.of(lane.created(), lane.started(), lane.passed(), lane.ready(), lane.finished()))
                .flatMap(Optional::stream);
    }
}
