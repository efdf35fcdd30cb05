package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * The start of a Pod as the kubelet takes it: a node, the sandbox, each entry of {@code initContainers}, and when the last of
 * them lets go the mains, one after another. What the API does not record is inferred from the next thing that happened.
 * What is known of all that is put into one {@link TimeConstraints}, and only then what was seen narrows it.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#differences-from-application-containers">
 *     Sidecar containers</a>
 */
final class StartSequence {
    /** What is known of a container's start, in this order. */
    enum Fact {
        CREATED,
        BEGAN,
        PASSED
    }

    private record Sketch(WaitReason cause, Optional<String> who, int from, OptionalInt to) {}

    private final JsonNode pod;
    private final List<PodContainer> containers;
    private final EventHistory history;
    private final Observations observations;

    /** The first sign of each container, or of one that starts after it. */
    private final List<Optional<TimeEstimate>> signs;

    private final List<TimeEstimate> moments = new ArrayList<>();
    private final List<Sketch> sketches = new ArrayList<>();
    private final Map<String, Map<Fact, Integer>> facts = new HashMap<>();
    private final TimeConstraints order;

    StartSequence(JsonNode pod, List<PodContainer> containers, EventHistory history, Observations observations, TimeEstimate created) {
        this.pod = pod;
        this.containers = containers;
        this.history = history;
        this.observations = observations;
        this.signs = signs();
        walk(created);
        this.order = narrowed(TimeConstraints.of(moments));
    }

    /** The steps, up to the one that is not done yet. */
    List<Step> steps() {
        return sketches.stream()
                .map(sketch -> new Step(
                        sketch.cause(),
                        sketch.who(),
                        order.moments().get(sketch.from()),
                        sketch.to().isPresent()
                                ? Optional.of(order.moments().get(sketch.to().getAsInt()))
                                : Optional.empty()))
                .toList();
    }

    /** When something of a container's start happened for the first time, if it did and that is known. */
    Optional<TimeEstimate> when(PodContainer container, Fact fact) {
        return Optional.ofNullable(
                        facts.getOrDefault(container.name(), Map.of()).get(fact))
                .map(order.moments()::get);
    }

    private TimeConstraints narrowed(TimeConstraints known) {
        TimeConstraints better = known;
        for (PodContainer container : containers) {
            Map<Fact, Integer> own = facts.getOrDefault(container.name(), Map.of());
            Optional<TimeEstimate> ran = observations
                    .runningBy(container.name())
                    .map(at -> new TimeEstimate(at, TimeEstimate.LONG_AGO, at, Evidence.INFERRED));
            if (ran.isPresent() && own.containsKey(Fact.BEGAN)) {
                better = better.with(own.get(Fact.BEGAN), ran.get());
            }
            Optional<TimeEstimate> passed = observations.of(container.name(), Observations.Sight.PASSED);
            if (passed.isPresent() && own.containsKey(Fact.PASSED)) {
                better = better.with(own.get(Fact.PASSED), passed.get());
            }
        }
        return better;
    }

    private void walk(TimeEstimate created) {
        moments.add(created);
        OptionalInt at = step(WaitReason.NODE, Optional.empty(), 0, scheduled());
        if (at.isPresent()) {
            at = step(WaitReason.SANDBOX, Optional.empty(), at.getAsInt(), sandbox());
        }
        for (int i = 0; i < containers.size() && at.isPresent(); i++) {
            at = container(i, at.getAsInt());
        }
    }

    /** From the end of the step before it to the end of its last one, if that is done. */
    private OptionalInt container(int index, int from) {
        PodContainer container = containers.get(index);
        Optional<String> name = Optional.of(container.name());
        Optional<TimeEstimate> began = firstRun(container);
        Optional<ImagePull> pull = ImagePull.of(history, container.name())
                .filter(one -> began.map(one::mayPrecede).orElse(true));
        OptionalInt at = OptionalInt.of(from);
        if (pull.isPresent()) {
            moments.add(pull.get().asked());
            if (pull.get().begun().isPresent()) {
                at = step(WaitReason.QUEUE, name, from, pull.get().begun());
            }
            at = step(WaitReason.IMAGE, name, at.getAsInt(), pull.get().done());
        } else if (began.isEmpty() && container.hasNoImage()) {
            at = step(WaitReason.IMAGE, name, from, Optional.empty());
        }
        if (at.isPresent()) {
            history.first(container.name(), "Created")
                    .map(PodEvent::first)
                    .filter(made -> began.isEmpty()
                            || !made.earliest().isAfter(began.get().latest()))
                    .ifPresent(made -> fact(container, Fact.CREATED, made));
            boolean hadImage = pull.isPresent() || ImagePull.wasNotNeeded(history, container.name());
            at = step(hadImage ? WaitReason.CREATE : WaitReason.START, name, at.getAsInt(), began);
        }
        if (at.isEmpty()) {
            // A main that cannot start does not hold the next one back.
            return sign(index + 1).isPresent() ? OptionalInt.of(from) : at;
        }
        keep(container, Fact.BEGAN, at.getAsInt());
        return release(index, at.getAsInt());
    }

    private OptionalInt release(int index, int from) {
        PodContainer container = containers.get(index);
        Optional<String> name = Optional.of(container.name());
        if (container.kind() == ContainerKind.INIT) {
            return step(WaitReason.RUN, name, from, done(index));
        }
        if (container.kind() == ContainerKind.SIDECAR && container.gated()) {
            OptionalInt passed = step(WaitReason.GATE, name, from, passed(index, moments.get(from)));
            passed.ifPresent(at -> keep(container, Fact.PASSED, at));
            return passed;
        }
        if (container.kind() == ContainerKind.SIDECAR && container.hasPostStartHook()) {
            return step(WaitReason.HOOK, name, from, sign(index + 1).map(TimeEstimate::shortlyBefore));
        }
        return OptionalInt.of(from);
    }

    private OptionalInt step(WaitReason cause, Optional<String> who, int from, Optional<TimeEstimate> to) {
        OptionalInt end = to.isPresent() ? OptionalInt.of(moments.size()) : OptionalInt.empty();
        to.ifPresent(moments::add);
        sketches.add(new Sketch(cause, who, from, end));
        return end;
    }

    private void fact(PodContainer container, Fact fact, TimeEstimate moment) {
        keep(container, fact, moments.size());
        moments.add(moment);
    }

    private void keep(PodContainer container, Fact fact, int index) {
        facts.computeIfAbsent(container.name(), name -> new EnumMap<>(Fact.class))
                .putIfAbsent(fact, index);
    }

    private Optional<TimeEstimate> scheduled() {
        return condition("PodScheduled")
                .or(() -> Timestamps.at(pod.at("/status/startTime"), Evidence.STATUS))
                .or(() -> sign(0));
    }

    /** The kubelet may notice later than it goes on, so what comes next says more. */
    private Optional<TimeEstimate> sandbox() {
        Optional<TimeEstimate> ready = condition("PodReadyToStartContainers");
        Optional<TimeEstimate> touched = sign(0);
        boolean isVague = touched.filter(TimeEstimate::isVague).isPresent();
        return ready.isPresent() && touched.isPresent() && !isVague
                ? Optional.of(ready.get().orEarlier(touched.get()))
                : ready.or(() -> touched.map(TimeEstimate::inferred));
    }

    private List<Optional<TimeEstimate>> signs() {
        List<Optional<TimeEstimate>> found = new ArrayList<>(Collections.nCopies(containers.size() + 1, Optional.empty()));
        for (int i = containers.size() - 1; i >= 0; i--) {
            found.set(i, earlier(touched(containers.get(i)), found.get(i + 1)));
        }
        return found;
    }

    private Optional<TimeEstimate> sign(int index) {
        return signs.get(index);
    }

    /** The first sign of a container; before it began its image was got, in a time that only Events tell. */
    private Optional<TimeEstimate> touched(PodContainer container) {
        Optional<TimeEstimate> event = history.touched(container.name());
        Optional<TimeEstimate> run = firstRun(container);
        return event.isPresent() ? earlier(event, run) : run.map(TimeEstimate::by);
    }

    private static Optional<TimeEstimate> earlier(Optional<TimeEstimate> one, Optional<TimeEstimate> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(one.get().orEarlier(other.get()))
                : one.or(() -> other);
    }

    /** When it ran for the first time: the status remembers two runs, Events more. */
    private Optional<TimeEstimate> firstRun(PodContainer container) {
        Optional<TimeEstimate> status = container.firstBegan();
        Optional<TimeEstimate> event = history.first(container.name(), "Started").map(PodEvent::first);
        boolean isSure = status.filter(began -> began.basis() == Evidence.STATUS).isPresent();
        boolean isNews = event.isPresent()
                && status.map(began -> !began.isBefore(event.get())).orElse(true);
        return !isSure && isNews ? event : status;
    }

    /** When an init container was done for the first time; in a new sandbox it runs again. */
    private Optional<TimeEstimate> done(int index) {
        PodContainer container = containers.get(index);
        Optional<TimeEstimate> next = sign(index + 1);
        return (container.hasSucceeded() ? container.ended() : Optional.<TimeEstimate>empty())
                .filter(end -> next.map(sign -> !sign.latest().isBefore(end.earliest()))
                        .orElse(true))
                .or(() -> next.map(TimeEstimate::shortlyBefore));
    }

    /** When its gate passed for the first time. */
    private Optional<TimeEstimate> passed(int index, TimeEstimate began) {
        boolean isLastOfInit =
                index + 1 < containers.size() && containers.get(index + 1).kind() == ContainerKind.MAIN;
        // It turns true when the last of them lets go, and stays so.
        Optional<TimeEstimate> initialized = isLastOfInit ? condition("Initialized") : Optional.empty();
        Optional<TimeEstimate> next = sign(index + 1);
        boolean isNextVague = next.filter(TimeEstimate::isVague).isPresent();
        return (isNextVague ? initialized.or(() -> next) : earlier(next, initialized))
                .map(TimeEstimate::shortlyBefore)
                .or(() -> observations
                        .of(containers.get(index).name(), Observations.Sight.PASSED)
                        .filter(seen -> !seen.latest().isBefore(began.at())));
    }

    /** When a condition of the Pod became true, if it is. */
    Optional<TimeEstimate> condition(String type) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asString("").equals(type)
                    && condition.path("status").asString("").equals("True")) {
                return Timestamps.at(condition.path("lastTransitionTime"), Evidence.STATUS);
            }
        }
        return Optional.empty();
    }
}
