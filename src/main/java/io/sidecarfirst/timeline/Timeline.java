package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How one Pod started.
 *
 * @param namespace the Pod's; empty if the object does not say
 * @param name the Pod's
 * @param phase the Pod's, such as {@code Running}
 * @param created when the API server took it
 * @param now until when this is known
 * @param containers its containers, in the order in which they start
 * @param steps what its start waited for, one after another
 * @param findings what a person should know, a sentence each
 * @param caveats how far the times can be trusted, a sentence each
 */
public record Timeline(
        String namespace,
        String name,
        String phase,
        TimeEstimate created,
        Instant now,
        List<ContainerTimeline> containers,
        List<Step> steps,
        List<String> findings,
        List<String> caveats) {
    public Timeline {
        containers = List.copyOf(containers);
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
        caveats = List.copyOf(caveats);
    }

    /**
     * Puts together what is known.
     *
     * @param pod a Pod as an API server returns it
     * @param events its Events; others are ignored
     * @param observations what was seen while it was watched; may be empty
     * @param now when the Pod was read, by the clock here; null for the latest time that it and its Events name
     */
    public static Timeline of(JsonNode pod, PodEvents events, Observations observations, @Nullable Instant now) {
        return new TimelineBuilder(pod, events, observations, now).build();
    }

    /** Whether nothing will happen any more. */
    boolean isOver() {
        return PodSnapshot.isOver(phase);
    }

    /** The Pod's name, with its namespace where that is known. */
    String title() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** The steps that a container waited for, its own creation with them. */
    List<Step> before(ContainerTimeline container) {
        List<String> names = containers.stream().map(ContainerTimeline::name).toList();
        return Step.before(container.name(), names, steps);
    }

    /** The main that starts last, or has not: what it waited for is what the Pod waited for. */
    Optional<ContainerTimeline> lastMain() {
        return containers.stream()
                .filter(container -> container.kind() == ContainerKind.MAIN)
                .reduce((one, other) -> startsAfter(other, one) ? other : one);
    }

    private static boolean startsAfter(ContainerTimeline main, ContainerTimeline before) {
        return before.started() != null
                && (main.started() == null || !main.started().isBefore(before.started()));
    }
}
