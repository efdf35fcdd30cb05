package io.sidecarfirst.timeline;

import java.util.List;
import java.util.Optional;

/**
 * When a container became ready. Its status says only that it is; the Pod's condition {@code ContainersReady} says when the
 * last of them was.
 *
 * @param containers all of the Pod
 */
record ReadinessEstimate(List<PodContainer> containers, StartSequence start, Observations observations) {

    /**
     * For the first time.
     *
     * @param began when it ran for the first time
     * @param passed when its gate passed, if it has one
     */
    Optional<TimeEstimate> of(PodContainer container, Optional<TimeEstimate> began, Optional<TimeEstimate> passed) {
        if (container.kind() == ContainerKind.INIT || began.isEmpty() || (container.gated() && passed.isEmpty())) {
            return Optional.empty();
        }
        TimeEstimate runs = passed.orElse(began.get());
        if (!container.hasReadinessProbe()) {
            return Optional.of(runs);
        }
        Optional<TimeEstimate> seen = observations.of(container.name(), Observations.Sight.READY);
        Optional<TimeEstimate> said = said(container);
        return (said.isEmpty()
                        ? seen.filter(at -> !at.latest().isBefore(runs.at()))
                        : said.map(
                                all -> seen.filter(all::meets).map(all::within).orElse(all)))
                .map(at -> at.notBefore(runs));
    }

    /** What the Pod's condition tells of it. */
    private Optional<TimeEstimate> said(PodContainer container) {
        return container.restarts() > 0 || !container.isReady()
                ? Optional.empty()
                : start.condition("ContainersReady")
                        .map(all -> isTheLast(container, all) ? all.inferred() : TimeEstimate.by(all));
    }

    /** Whether nobody else can have been the one that all were waiting for. */
    private boolean isTheLast(PodContainer container, TimeEstimate all) {
        return containers.stream()
                .filter(other -> !other.name().equals(container.name()) && other.kind() != ContainerKind.INIT)
                .allMatch(other -> !other.hasReadinessProbe() && other.restarts() == 0 && isBefore(other, all));
    }

    private boolean isBefore(PodContainer other, TimeEstimate all) {
        return start.when(other, other.gated() ? StartSequence.Fact.PASSED : StartSequence.Fact.BEGAN)
                .filter(sure -> sure.isBefore(all))
                .isPresent();
    }
}
