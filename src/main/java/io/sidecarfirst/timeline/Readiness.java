package io.sidecarfirst.timeline;

import java.util.List;
import java.util.Optional;

/**
 * When a container became ready. Its status says only that it is; the Pod's condition {@code ContainersReady} says when the
 * last of them was.
 *
 * @param containers all of the Pod
 */
record Readiness(List<Container> containers, Start start, Sightings sightings) {

    /**
     * For the first time.
     *
     * @param began when it ran for the first time
     * @param passed when its gate passed, if it has one
     */
    Optional<Moment> of(Container container, Optional<Moment> began, Optional<Moment> passed) {
        if (container.kind() == Kind.INIT || began.isEmpty() || (container.gated() && passed.isEmpty())) {
            return Optional.empty();
        }
        Moment runs = passed.orElse(began.get());
        if (!container.hasReadinessProbe()) {
            return Optional.of(runs);
        }
        Optional<Moment> seen = sightings.of(container.name(), Sightings.Sight.READY);
        Optional<Moment> said = said(container);
        return (said.isEmpty()
                        ? seen.filter(at -> !at.latest().isBefore(runs.at()))
                        : said.map(
                                all -> seen.filter(all::meets).map(all::within).orElse(all)))
                .map(at -> at.notBefore(runs));
    }

    /** What the Pod's condition tells of it. */
    private Optional<Moment> said(Container container) {
        return container.restarts() > 0 || !container.isReady()
                ? Optional.empty()
                : start.condition("ContainersReady")
                        .map(all -> isTheLast(container, all) ? all.inferred() : Moment.by(all));
    }

    /** Whether nobody else can have been the one that all were waiting for. */
    private boolean isTheLast(Container container, Moment all) {
        return containers.stream()
                .filter(other -> !other.name().equals(container.name()) && other.kind() != Kind.INIT)
                .allMatch(other -> !other.hasReadinessProbe() && other.restarts() == 0 && isBefore(other, all));
    }

    private boolean isBefore(Container other, Moment all) {
        return start.when(other, other.gated() ? Start.Fact.PASSED : Start.Fact.BEGAN)
                .filter(sure -> sure.isBefore(all))
                .isPresent();
    }
}
