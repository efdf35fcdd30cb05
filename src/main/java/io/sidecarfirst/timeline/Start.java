package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The start of a Pod as the kubelet takes it: a node, the sandbox, each entry of {@code initContainers}, and when the last of
 * them lets go the mains, one after another. What the API does not record is inferred from the next thing that happened.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#differences-from-application-containers">
 *     Sidecar containers</a>
 */
final class Start {
    private static final Set<String> TOUCHED = Set.of("Pulling", "Pulled", "Created", "Started");

    private final JsonNode pod;
    private final List<Container> containers;
    private final List<PodEvent> events;
    private final Sightings sightings;

    Start(JsonNode pod, List<Container> containers, List<PodEvent> events, Sightings sightings) {
        this.pod = pod;
        this.containers = containers;
        this.events = events;
        this.sightings = sightings;
    }

    /** The steps, up to the one that is not done yet. */
    List<Step> steps(Moment created) {
        List<Step> steps = new ArrayList<>();
        Optional<Moment> at = step(steps, Cause.NODE, Optional.empty(), created, scheduled());
        at = at.flatMap(from -> step(steps, Cause.SANDBOX, Optional.empty(), from, sandbox()));
        for (Container container : containers) {
            if (at.isEmpty()) {
                break;
            }
            Optional<Moment> began = firstRun(container);
            if (began.isEmpty() && container.restarts() > 0) {
                // It ran, and nobody remembers when.
                continue;
            }
            if (began.isEmpty() && nextTouched(container).isPresent()) {
                // A main that cannot start does not hold the next one back.
                steps.add(new Step(Cause.START, Optional.of(container.name()), at.get(), Optional.empty()));
                continue;
            }
            at = step(steps, Cause.START, Optional.of(container.name()), at.get(), began)
                    .flatMap(from -> release(steps, container, from));
        }
        return steps;
    }

    private Optional<Moment> release(List<Step> steps, Container container, Moment from) {
        Optional<String> name = Optional.of(container.name());
        if (container.kind() == Kind.INIT) {
            return step(steps, Cause.RUN, name, from, container.hasSucceeded() ? container.ended() : Optional.empty());
        }
        if (container.kind() == Kind.SIDECAR && container.gated()) {
            return step(steps, Cause.GATE, name, from, passed(container));
        }
        if (container.kind() == Kind.SIDECAR && container.hasPostStartHook()) {
            return step(steps, Cause.HOOK, name, from, nextTouched(container).map(Moment::inferred));
        }
        return Optional.of(from);
    }

    private static Optional<Moment> step(
            List<Step> steps, Cause cause, Optional<String> who, Moment from, Optional<Moment> to) {
        Optional<Moment> end = to.map(moment -> moment.notBefore(from));
        steps.add(new Step(cause, who, from, end));
        return end;
    }

    private Optional<Moment> scheduled() {
        return condition("PodScheduled")
                .or(() -> Times.at(pod.at("/status/startTime"), Basis.STATUS))
                .or(this::firstTouched);
    }

    /** The kubelet may notice later than it goes on, so what comes next says more. */
    private Optional<Moment> sandbox() {
        Optional<Moment> ready = condition("PodReadyToStartContainers");
        Optional<Moment> touched = firstTouched();
        return ready.isPresent() && touched.isPresent()
                ? Optional.of(ready.get().orEarlier(touched.get()))
                : ready.or(() -> touched.map(Moment::inferred));
    }

    private Optional<Moment> firstTouched() {
        return containers.stream()
                .flatMap(container -> touched(container).stream())
                .reduce(Moment::orEarlier);
    }

    /** The first sign of a container. */
    Optional<Moment> touched(Container container) {
        Optional<Moment> event = Events.first(events, container.name(), TOUCHED);
        Optional<Moment> run = firstRun(container);
        return event.isPresent() && run.isPresent()
                ? Optional.of(event.get().orEarlier(run.get()))
                : event.or(() -> run);
    }

    /** The first sign of anything that starts after it. */
    private Optional<Moment> nextTouched(Container container) {
        return containers.subList(containers.indexOf(container) + 1, containers.size()).stream()
                .flatMap(next -> touched(next).stream())
                .reduce(Moment::orEarlier);
    }

    /** When it ran for the first time: the status remembers two runs, Events more. */
    Optional<Moment> firstRun(Container container) {
        Optional<Moment> event = Events.first(events, container.name(), Set.of("Started"));
        Optional<Moment> status = switch (container.restarts()) {
            case 0 -> container.runBegan();
            case 1 -> container.lastRunBegan();
            default -> Optional.empty();
        };
        return status.or(() -> event)
                .map(began -> sightings
                        .of(container.name(), Sightings.Sight.RUNNING)
                        .map(seen -> began.notAfter(seen.latest()))
                        .orElse(began));
    }

    /** When its gate passed for the first time. */
    Optional<Moment> passed(Container container) {
        Optional<Moment> next = container.kind() == Kind.SIDECAR ? nextTouched(container) : Optional.empty();
        Optional<Moment> lastGate = isLastOfInit(container) ? condition("Initialized") : Optional.empty();
        Optional<Moment> inferred = next.isPresent() && lastGate.isPresent()
                ? next.map(moment -> moment.orEarlier(lastGate.get()))
                : next.or(() -> lastGate);
        Optional<Moment> seen = sightings.of(container.name(), Sightings.Sight.PASSED);
        if (seen.isPresent()
                && (inferred.isEmpty()
                        || seen.get().earliest().isBefore(inferred.get().latest()))) {
            return seen.map(moment ->
                    inferred.map(bound -> moment.notAfter(bound.latest())).orElse(moment));
        }
        return inferred.map(Moment::inferred);
    }

    /** {@code Initialized} turns true when the last of them lets go, and stays so. */
    private boolean isLastOfInit(Container container) {
        int next = containers.indexOf(container) + 1;
        return container.kind() == Kind.SIDECAR
                && next < containers.size()
                && containers.get(next).kind() == Kind.MAIN;
    }

    /** When a condition of the Pod became true, if it is. */
    Optional<Moment> condition(String type) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asString("").equals(type)
                    && condition.path("status").asString("").equals("True")) {
                return Times.at(condition.path("lastTransitionTime"), Basis.STATUS);
            }
        }
        return Optional.empty();
    }
}
