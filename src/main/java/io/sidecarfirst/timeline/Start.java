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
 * What is known of all that is put into one {@link Order}, and only then what was seen narrows it.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#differences-from-application-containers">
 *     Sidecar containers</a>
 */
final class Start {
    /** What is known of a container's start, in this order. */
    enum Fact {
        CREATED,
        BEGAN,
        PASSED
    }

    private record Sketch(Cause cause, Optional<String> who, int from, OptionalInt to) {}

    private final JsonNode pod;
    private final List<Container> containers;
    private final History history;
    private final Sightings sightings;

    /** The first sign of each container, or of one that starts after it. */
    private final List<Optional<Moment>> signs;

    private final List<Moment> moments = new ArrayList<>();
    private final List<Sketch> sketches = new ArrayList<>();
    private final Map<String, Map<Fact, Integer>> facts = new HashMap<>();
    private final Order order;

    Start(JsonNode pod, List<Container> containers, History history, Sightings sightings, Moment created) {
        this.pod = pod;
        this.containers = containers;
        this.history = history;
        this.sightings = sightings;
        this.signs = signs();
        walk(created);
        this.order = narrowed(Order.of(moments));
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
    Optional<Moment> when(Container container, Fact fact) {
        return Optional.ofNullable(
                        facts.getOrDefault(container.name(), Map.of()).get(fact))
                .map(order.moments()::get);
    }

    private Order narrowed(Order known) {
        Order better = known;
        for (Container container : containers) {
            Map<Fact, Integer> own = facts.getOrDefault(container.name(), Map.of());
            Optional<Moment> ran = sightings
                    .runningBy(container.name())
                    .map(at -> new Moment(at, Moment.LONG_AGO, at, Basis.INFERRED));
            if (ran.isPresent() && own.containsKey(Fact.BEGAN)) {
                better = better.with(own.get(Fact.BEGAN), ran.get());
            }
            Optional<Moment> passed = sightings.of(container.name(), Sightings.Sight.PASSED);
            if (passed.isPresent() && own.containsKey(Fact.PASSED)) {
                better = better.with(own.get(Fact.PASSED), passed.get());
            }
        }
        return better;
    }

    private void walk(Moment created) {
        moments.add(created);
        OptionalInt at = step(Cause.NODE, Optional.empty(), 0, scheduled());
        if (at.isPresent()) {
            at = step(Cause.SANDBOX, Optional.empty(), at.getAsInt(), sandbox());
        }
        for (int i = 0; i < containers.size() && at.isPresent(); i++) {
            at = container(i, at.getAsInt());
        }
    }

    /** From the end of the step before it to the end of its last one, if that is done. */
    private OptionalInt container(int index, int from) {
        Container container = containers.get(index);
        Optional<String> name = Optional.of(container.name());
        Optional<Moment> began = firstRun(container);
        Optional<Pull> pull = Pull.of(history, container.name())
                .filter(one -> began.map(one::mayPrecede).orElse(true));
        OptionalInt at = OptionalInt.of(from);
        if (pull.isPresent()) {
            moments.add(pull.get().asked());
            if (pull.get().begun().isPresent()) {
                at = step(Cause.QUEUE, name, from, pull.get().begun());
            }
            at = step(Cause.IMAGE, name, at.getAsInt(), pull.get().done());
        } else if (began.isEmpty() && container.hasNoImage()) {
            at = step(Cause.IMAGE, name, from, Optional.empty());
        }
        if (at.isPresent()) {
            history.first(container.name(), "Created")
                    .map(PodEvent::first)
                    .filter(made -> began.isEmpty()
                            || !made.earliest().isAfter(began.get().latest()))
                    .ifPresent(made -> fact(container, Fact.CREATED, made));
            boolean hadImage = pull.isPresent() || Pull.wasNotNeeded(history, container.name());
            at = step(hadImage ? Cause.CREATE : Cause.START, name, at.getAsInt(), began);
        }
        if (at.isEmpty()) {
            // A main that cannot start does not hold the next one back.
            return sign(index + 1).isPresent() ? OptionalInt.of(from) : at;
        }
        keep(container, Fact.BEGAN, at.getAsInt());
        return release(index, at.getAsInt());
    }

    private OptionalInt release(int index, int from) {
        Container container = containers.get(index);
        Optional<String> name = Optional.of(container.name());
        if (container.kind() == Kind.INIT) {
            return step(Cause.RUN, name, from, done(index));
        }
        if (container.kind() == Kind.SIDECAR && container.gated()) {
            OptionalInt passed = step(Cause.GATE, name, from, passed(index, moments.get(from)));
            passed.ifPresent(at -> keep(container, Fact.PASSED, at));
            return passed;
        }
        if (container.kind() == Kind.SIDECAR && container.hasPostStartHook()) {
            return step(Cause.HOOK, name, from, sign(index + 1).map(Moment::shortlyBefore));
        }
        return OptionalInt.of(from);
    }

    private OptionalInt step(Cause cause, Optional<String> who, int from, Optional<Moment> to) {
        OptionalInt end = to.isPresent() ? OptionalInt.of(moments.size()) : OptionalInt.empty();
        to.ifPresent(moments::add);
        sketches.add(new Sketch(cause, who, from, end));
        return end;
    }

    private void fact(Container container, Fact fact, Moment moment) {
        keep(container, fact, moments.size());
        moments.add(moment);
    }

    private void keep(Container container, Fact fact, int index) {
        facts.computeIfAbsent(container.name(), name -> new EnumMap<>(Fact.class))
                .putIfAbsent(fact, index);
    }

    private Optional<Moment> scheduled() {
        return condition("PodScheduled")
                .or(() -> Times.at(pod.at("/status/startTime"), Basis.STATUS))
                .or(() -> sign(0));
    }

    /** The kubelet may notice later than it goes on, so what comes next says more. */
    private Optional<Moment> sandbox() {
        Optional<Moment> ready = condition("PodReadyToStartContainers");
        Optional<Moment> touched = sign(0);
        boolean isVague = touched.filter(Moment::isVague).isPresent();
        return ready.isPresent() && touched.isPresent() && !isVague
                ? Optional.of(ready.get().orEarlier(touched.get()))
                : ready.or(() -> touched.map(Moment::inferred));
    }

    private List<Optional<Moment>> signs() {
        List<Optional<Moment>> found = new ArrayList<>(Collections.nCopies(containers.size() + 1, Optional.empty()));
        for (int i = containers.size() - 1; i >= 0; i--) {
            found.set(i, earlier(touched(containers.get(i)), found.get(i + 1)));
        }
        return found;
    }

    private Optional<Moment> sign(int index) {
        return signs.get(index);
    }

    /** The first sign of a container; before it began its image was got, in a time that only Events tell. */
    private Optional<Moment> touched(Container container) {
        Optional<Moment> event = history.touched(container.name());
        Optional<Moment> run = firstRun(container);
        return event.isPresent() ? earlier(event, run) : run.map(Moment::by);
    }

    private static Optional<Moment> earlier(Optional<Moment> one, Optional<Moment> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(one.get().orEarlier(other.get()))
                : one.or(() -> other);
    }

    /** When it ran for the first time: the status remembers two runs, Events more. */
    private Optional<Moment> firstRun(Container container) {
        Optional<Moment> status = container.firstBegan();
        Optional<Moment> event = history.first(container.name(), "Started").map(PodEvent::first);
        boolean isSure = status.filter(began -> began.basis() == Basis.STATUS).isPresent();
        boolean isNews = event.isPresent()
                && status.map(began -> !began.isBefore(event.get())).orElse(true);
        return !isSure && isNews ? event : status;
    }

    /** When an init container was done for the first time; in a new sandbox it runs again. */
    private Optional<Moment> done(int index) {
        Container container = containers.get(index);
        Optional<Moment> next = sign(index + 1);
        return (container.hasSucceeded() ? container.ended() : Optional.<Moment>empty())
                .filter(end -> next.map(sign -> !sign.latest().isBefore(end.earliest()))
                        .orElse(true))
                .or(() -> next.map(Moment::shortlyBefore));
    }

    /** When its gate passed for the first time. */
    private Optional<Moment> passed(int index, Moment began) {
        boolean isLastOfInit =
                index + 1 < containers.size() && containers.get(index + 1).kind() == Kind.MAIN;
        // It turns true when the last of them lets go, and stays so.
        Optional<Moment> initialized = isLastOfInit ? condition("Initialized") : Optional.empty();
        Optional<Moment> next = sign(index + 1);
        boolean isNextVague = next.filter(Moment::isVague).isPresent();
        return (isNextVague ? initialized.or(() -> next) : earlier(next, initialized))
                .map(Moment::shortlyBefore)
                .or(() -> sightings
                        .of(containers.get(index).name(), Sightings.Sight.PASSED)
                        .filter(seen -> !seen.latest().isBefore(began.at())));
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
