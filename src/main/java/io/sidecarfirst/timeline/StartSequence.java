package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.ContainerTimeline.Milestone;
import io.sidecarfirst.timeline.Step.WaitReason;
import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The start of a Pod in the kubelet's order: a node, the sandbox, each entry of {@code initContainers}, and after the
 * last of them the mains, one after another. All times that are known are put into one {@link TimeConstraints} first;
 * what was seen only narrows them.
 *
 * @see <a
 *     href="https://k8s.io/docs/concepts/workloads/pods/sidecar-containers/#differences-from-application-containers">
 *     Sidecar containers</a>
 */
final class StartSequence {
    /** A step whose times are still indices into the list of all times. */
    private record Draft(
            WaitReason reason,
            @Nullable String container,
            int from,
            @Nullable Integer to) {}

    private final PodSnapshot pod;
    private final StartSigns signs;
    private final List<TimeEstimate> times = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, Map<Milestone, Integer>> milestones = new HashMap<>();
    private final TimeConstraints constraints;

    StartSequence(PodSnapshot pod, Observations observations, TimeEstimate created) {
        this.pod = pod;
        this.signs = new StartSigns(pod, observations);
        walk(created);
        this.constraints = narrowed(TimeConstraints.of(times), observations);
    }

    /** The steps, up to the one that is not done yet. */
    List<Step> steps() {
        return drafts.stream()
                .map(draft -> new Step(
                        draft.reason(),
                        draft.container(),
                        constraints.times().get(draft.from()),
                        draft.to() == null ? null : constraints.times().get(draft.to()),
                        cost(draft)))
                .toList();
    }

    private Step.@Nullable Cost cost(Draft draft) {
        return switch (draft.reason()) {
            case GATE -> pod.hasGuessedGate(String.valueOf(draft.container())) ? Step.Cost.GUESSED : null;
            case QUEUE, IMAGE -> isOfMain(draft) && hasGate() ? Step.Cost.AFTER_GATE : null;
            case NODE, SANDBOX, START, CREATE, HOOK, RUN -> null;
        };
    }

    private boolean isOfMain(Draft draft) {
        return draft.container() != null
                && pod.container(draft.container())
                        .filter(container -> container.kind() == ContainerKind.MAIN)
                        .isPresent();
    }

    private boolean hasGate() {
        return drafts.stream().anyMatch(draft -> draft.reason() == WaitReason.GATE);
    }

    /** When a container reached a milestone for the first time, if it did and that is known. */
    Optional<TimeEstimate> when(PodContainer container, Milestone milestone) {
        return Optional.ofNullable(of(container).get(milestone)).map(constraints.times()::get);
    }

    private Map<Milestone, Integer> of(PodContainer container) {
        return milestones.getOrDefault(container.name(), Map.of());
    }

    private TimeConstraints narrowed(TimeConstraints known, Observations observations) {
        TimeConstraints better = known;
        for (PodContainer container : pod.containers()) {
            Integer started = of(container).get(Milestone.STARTED);
            Optional<TimeEstimate> running = observations
                    .runningBy(container.name())
                    .map(at -> new TimeEstimate(at, TimeEstimate.LONG_AGO, at, Evidence.INFERRED));
            if (running.isPresent() && started != null) {
                better = better.with(started, running.get());
            }
            Integer passed = of(container).get(Milestone.GATE_PASSED);
            Optional<TimeEstimate> seen = observations.when(container.name(), Milestone.GATE_PASSED);
            if (seen.isPresent() && passed != null) {
                better = better.with(passed, seen.get());
            }
        }
        return better;
    }

    private void walk(TimeEstimate created) {
        times.add(created);
        OptionalInt at = step(WaitReason.NODE, null, 0, signs.scheduled().orElse(null));
        if (at.isPresent()) {
            TimeEstimate sandbox = signs.sandboxReady().orElse(null);
            at = step(WaitReason.SANDBOX, null, at.getAsInt(), sandbox);
        }
        for (int i = 0; i < pod.containers().size() && at.isPresent(); i++) {
            at = container(i, at.getAsInt());
        }
    }

    /** From the end of the step before it to the end of its last one, if that is done. */
    private OptionalInt container(int index, int from) {
        PodContainer container = pod.containers().get(index);
        String name = container.name();
        TimeEstimate started = signs.firstStarted(container).orElse(null);
        ImagePull pull = ImagePull.of(pod.events(), name)
                .filter(one -> started == null || one.mayPrecede(started))
                .orElse(null);
        OptionalInt at = OptionalInt.of(from);
        if (pull != null) {
            times.add(pull.requested());
            if (pull.started() != null) {
                at = step(WaitReason.QUEUE, name, from, pull.started());
            }
            at = step(WaitReason.IMAGE, name, at.getAsInt(), pull.finished());
        } else if (started == null && container.hasNoImage()) {
            at = step(WaitReason.IMAGE, name, from, null);
        }
        if (at.isPresent()) {
            signs.created(container, started).ifPresent(created -> {
                keep(container, Milestone.CREATED, times.size());
                times.add(created);
            });
            boolean hadImage = pull != null || ImagePull.wasNotNeeded(pod.events(), name);
            at = step(hadImage ? WaitReason.CREATE : WaitReason.START, name, at.getAsInt(), started);
        }
        if (at.isEmpty()) {
            // A main that cannot start does not hold the next one back.
            return signs.first(index + 1).isPresent() ? OptionalInt.of(from) : at;
        }
        keep(container, Milestone.STARTED, at.getAsInt());
        return release(index, at.getAsInt());
    }

    /** From a container's own start to when it lets the next one start, if it does. */
    private OptionalInt release(int index, int from) {
        PodContainer container = pod.containers().get(index);
        if (container.kind() == ContainerKind.INIT) {
            TimeEstimate end = signs.succeeded(index).orElse(null);
            return step(WaitReason.RUN, container.name(), from, end);
        }
        if (container.kind() == ContainerKind.SIDECAR && container.isGated()) {
            TimeEstimate end = signs.gatePassed(index, times.get(from)).orElse(null);
            OptionalInt passed = step(WaitReason.GATE, container.name(), from, end);
            passed.ifPresent(at -> keep(container, Milestone.GATE_PASSED, at));
            return passed;
        }
        if (container.kind() == ContainerKind.SIDECAR && container.hasPostStartHook()) {
            TimeEstimate end = signs.hookEnded(index).orElse(null);
            return step(WaitReason.HOOK, container.name(), from, end);
        }
        return OptionalInt.of(from);
    }

    /** Where the time of its end is; empty if it is not done. */
    private OptionalInt step(WaitReason reason, @Nullable String container, int from, @Nullable TimeEstimate to) {
        OptionalInt end = OptionalInt.empty();
        if (to != null) {
            end = OptionalInt.of(times.size());
            times.add(to);
        }
        drafts.add(new Draft(reason, container, from, end.isPresent() ? end.getAsInt() : null));
        return end;
    }

    private void keep(PodContainer container, Milestone milestone, int index) {
        milestones
                .computeIfAbsent(container.name(), name -> new EnumMap<>(Milestone.class))
                .putIfAbsent(milestone, index);
    }
}
