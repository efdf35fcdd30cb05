package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far the times of a timeline can be trusted. */
final class Caveats {
    /** So that a doubt is rounded up to tenths of a second. */
    private static final Duration ROUNDED_UP = Duration.ofMillis(50);

    private Caveats() {}

    /**
     * A sentence each.
     *
     * @param missing why there are no Events, where that is known
     */
    static List<String> sentences(List<ContainerTimeline> containers, EventHistory events, @Nullable String missing) {
        List<TimeEstimate> times =
                containers.stream().flatMap(ContainerTimeline::times).toList();
        Set<Evidence> evidence = times.stream().map(TimeEstimate::evidence).collect(Collectors.toSet());
        List<String> sentences = new ArrayList<>();
        if (evidence.contains(Evidence.STATUS) || evidence.contains(Evidence.EVENT)) {
            sentences.add(
                    "Kubernetes keeps these times in whole seconds: each may be up to a second later than shown.");
        }
        if (evidence.contains(Evidence.INFERRED)) {
            sentences.add("~ is inferred: a gate's passing from what started next, readiness from the Pod's conditions;"
                    + " Kubernetes records neither."
                    + (times.stream().anyMatch(TimeEstimate::isVague) ? " \"by\" means: then, or before." : ""));
        }
        times.stream()
                .filter(time -> time.evidence() == Evidence.SEEN)
                .map(time -> Duration.between(time.earliest(), time.latest()))
                .max(Comparator.naturalOrder())
                .ifPresent(doubt -> sentences.add("* was seen while watching: it is known to within "
                        + Words.duration(doubt.plus(ROUNDED_UP), true) + "."));
        if (events.isEmpty()) {
            String why = missing == null
                    ? "there are none of this Pod, or no more (a cluster keeps them for an hour)"
                    : Words.line(missing, Words.MESSAGE);
            sentences.add(
                    "Without Events it is not known when containers were created and images pulled: " + why + ".");
        }
        return sentences;
    }
}
