package io.sidecarfirst.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far the times of a timeline can be trusted, a sentence each. */
final class Caveats {
    /** So that tenths of a second are not cut off. */
    private static final Duration ROUNDED_UP = Duration.ofMillis(50);

    private final Timeline timeline;
    private final PodEvents events;
    private final EventHistory own;

    Caveats(Timeline timeline, PodEvents events, EventHistory own) {
        this.timeline = timeline;
        this.events = events;
        this.own = own;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (moments().anyMatch(moment -> moment.basis() == Evidence.STATUS || moment.basis() == Evidence.EVENT)) {
            sentences.add(
                    "Kubernetes keeps these times in whole seconds: each may be up to a second later than shown.");
        }
        if (moments().anyMatch(moment -> moment.basis() == Evidence.INFERRED)) {
            sentences.add("~ is inferred: a gate's passing from what started next, readiness from the Pod's conditions;"
                    + " Kubernetes records neither."
                    + (moments().anyMatch(TimeEstimate::isVague) ? " \"by\" means: then, or before." : ""));
        }
        moments()
                .filter(moment -> moment.basis() == Evidence.SEEN)
                .map(moment -> Duration.between(moment.earliest(), moment.latest()))
                .max(Comparator.naturalOrder())
                .ifPresent(doubt -> sentences.add("* was seen while watching: it is known to within "
                        + Words.duration(doubt.plus(ROUNDED_UP), true) + "."));
        if (own.isEmpty()) {
            sentences.add("Without Events it is not known when containers were created and images pulled: "
                    + events.missing()
                            .map(why -> Words.line(why, Words.MESSAGE))
                            .orElse("there are none of this Pod, or no more (a cluster keeps them for an hour)")
                    + ".");
        }
        return sentences;
    }

    /** Those that are printed. */
    private Stream<TimeEstimate> moments() {
        return timeline.lanes().stream()
                .flatMap(
                        lane -> Stream.of(lane.created(), lane.started(), lane.passed(), lane.ready(), lane.finished()))
                .flatMap(Optional::stream);
    }
}
