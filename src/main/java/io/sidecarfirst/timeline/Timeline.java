package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How one Pod started.
 *
 * @param namespace the Pod's; empty if the object does not say
 * @param name the Pod's
 * @param phase its phase
 * @param created when the API server took it
 * @param now until when this is known
 * @param lanes its containers, in the order in which they start
 * @param steps what its start waited for, one after another
 * @param findings what a person should know, a sentence each
 * @param limits how far the times can be trusted, a sentence each
 */
public record Timeline(
        String namespace,
        String name,
        String phase,
        TimeEstimate created,
        Instant now,
        List<ContainerTimeline> lanes,
        List<Step> steps,
        List<String> findings,
        List<String> limits) {
    public Timeline {
        lanes = List.copyOf(lanes);
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
        limits = List.copyOf(limits);
    }

    /**
     * Puts together what is known.
     *
     * @param pod a Pod as an API server returns it
     * @param events its Events; others are ignored
     * @param observations what was seen while it was watched; may be empty
     * @param now when the Pod was read; empty for the latest time that it and its Events name
     */
    public static Timeline of(JsonNode pod, PodEvents events, Observations observations, Optional<Instant> now) {
        return new TimelineBuilder(pod, events, observations, now).timeline();
    }

    /** Whether nothing will happen any more. */
    boolean isOver() {
        return isOver(phase);
    }

    static boolean isOver(String phase) {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    /** The Pod's name, with its namespace where that is known. */
    String title() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    /** The steps that a container waited for, its own creation with them. */
    List<Step> before(ContainerTimeline lane) {
        List<String> names = lanes.stream().map(ContainerTimeline::name).toList();
        return before(lane.name(), names, steps);
    }

    /** The same, from a Pod's containers in the order of their start. */
    static List<Step> before(String name, List<String> names, List<Step> steps) {
        int own = names.indexOf(name);
        boolean isThere = steps.stream()
                .anyMatch(step -> (step.cause() == WaitReason.START || step.cause() == WaitReason.CREATE)
                        && step.to().isPresent()
                        && step.who().filter(name::equals).isPresent());
        return steps.stream()
                .filter(step -> !isThere || step.to().isPresent())
                .filter(step -> {
                    int index = step.who().map(names::indexOf).orElse(-1);
                    return index < own || (index == own && step.cause().isOwn());
                })
                .toList();
    }

    /** The main that starts last, or has not: what it waited for is what the Pod waited for. */
    Optional<ContainerTimeline> last() {
        return lanes.stream()
                .filter(lane -> lane.kind() == ContainerKind.MAIN)
                .reduce((one, other) -> isLater(other, one) ? other : one);
    }

    private static boolean isLater(ContainerTimeline lane, ContainerTimeline than) {
        return than.started().isPresent()
                && lane.started().map(at -> !at.isBefore(than.started().get())).orElse(true);
    }
}
