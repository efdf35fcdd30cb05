package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.ContainerTimeline.Milestone;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When a container became ready. Its status says only that it is; the Pod's condition {@code ContainersReady} says when
 * the last of them was.
 */
record ReadinessEstimate(PodSnapshot pod, StartSequence start, Observations observations) {

    /**
     * For the first time.
     *
     * @param started when it ran for the first time
     * @param gatePassed when its gate passed, if it has one
     */
    Optional<TimeEstimate> of(
            PodContainer container, @Nullable TimeEstimate started, @Nullable TimeEstimate gatePassed) {
        if (container.kind() == ContainerKind.INIT || started == null || (container.isGated() && gatePassed == null)) {
            return Optional.empty();
        }
        TimeEstimate runs = gatePassed == null ? started : gatePassed;
        if (!container.hasReadinessProbe()) {
            return Optional.of(runs);
        }
        Optional<TimeEstimate> seen = observations.when(container.name(), Milestone.READY);
        Optional<TimeEstimate> stated = fromCondition(container);
        Optional<TimeEstimate> ready = stated.isPresent()
                ? stated.map(all -> seen.filter(all::overlaps).map(all::within).orElse(all))
                : seen.filter(time -> !time.latest().isBefore(runs.at()));
        return ready.map(time -> time.notBefore(runs));
    }

    private Optional<TimeEstimate> fromCondition(PodContainer container) {
        return container.restarts() > 0 || !container.isReady()
                ? Optional.empty()
                : pod.trueSince("ContainersReady")
                        .map(all -> isTheLast(container, all) ? all.inferred() : TimeEstimate.by(all));
    }

    /** Whether nobody else can have been the one that all were waiting for. */
    private boolean isTheLast(PodContainer container, TimeEstimate all) {
        return pod.containers().stream()
                .filter(other -> !other.name().equals(container.name()) && other.kind() != ContainerKind.INIT)
                .allMatch(other -> !other.hasReadinessProbe() && other.restarts() == 0 && isBefore(other, all));
    }

    private boolean isBefore(PodContainer other, TimeEstimate all) {
        return start.when(other, other.isGated() ? Milestone.GATE_PASSED : Milestone.STARTED)
                .filter(sure -> sure.isBefore(all))
                .isPresent();
    }
}
