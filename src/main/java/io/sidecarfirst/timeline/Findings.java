package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What a person should know about a Pod's start, a sentence each, the most pressing first. */
final class Findings {
    private static final int LONGEST = 200;

    private final Timeline timeline;
    private final JsonNode pod;
    private final List<Container> containers;
    private final History history;
    private final List<String> sentences = new ArrayList<>();

    Findings(Timeline timeline, JsonNode pod, List<Container> containers, History history) {
        this.timeline = timeline;
        this.pod = pod;
        this.containers = containers;
        this.history = history;
    }

    List<String> sentences() {
        timeline.steps().stream().filter(step -> step.to().isEmpty()).forEach(this::waits);
        for (Lane lane : timeline.lanes()) {
            if (lane.kind() == Kind.SIDECAR) {
                held(lane);
                late(lane);
            }
        }
        containers.forEach(this::restarted);
        return sentences;
    }

    /** The step that is not done. */
    private void waits(Step step) {
        String soFar = step.stretch(timeline.now()).text() + " so far";
        String name = step.who().orElse("");
        List<String> later = after(name);
        String who = later.isEmpty() ? "the Pod" : Words.list(later);
        String wait = later.size() > 1 ? " wait " : " waits ";
        switch (step.cause()) {
            case NODE -> add("The Pod waits for a node, " + soFar + reason("PodScheduled") + ".");
            case SANDBOX ->
                add("The Pod waits for its volumes and network, " + soFar
                        + lastMessage("", "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox") + ".");
            case QUEUE, IMAGE -> {
                boolean isInVain = container(name).filter(Container::hasNoImage).isPresent();
                add(name + "'s image " + (isInVain ? "cannot be pulled, " : "is being pulled, ") + soFar + trouble(name)
                        + ".");
            }
            case START, CREATE ->
                add(name + (lane(name).flatMap(Lane::created).isPresent() ? " is not started, " : " is not created, ")
                        + soFar + trouble(name) + ".");
            case GATE -> add(who + wait + "for " + name + "'s gate, " + soFar + failures(name) + ".");
            case HOOK -> add(who + wait + "for " + name + "'s postStart hook, " + soFar + ".");
            case RUN -> add(who + wait + "for " + name + " to finish, " + soFar + trouble(name) + ".");
        }
    }

    /** A gate that passed: what it cost. */
    private void held(Lane lane) {
        timeline.steps().stream()
                .filter(step -> step.cause() == Cause.GATE
                        && step.who().filter(lane.name()::equals).isPresent()
                        && step.to().isPresent())
                .forEach(step -> add(lane.name() + "'s gate held " + Words.list(after(lane.name())) + " back for "
                        + step.stretch(timeline.now()).text() + "."));
    }

    /** A sidecar that nothing waited for, though it was not ready. */
    private void late(Lane lane) {
        Optional<Lane> main = firstMain();
        if (lane.gated()
                || lane.restarts() > 0
                || main.isEmpty()
                || main.get().started().isEmpty()) {
            return;
        }
        Moment started = main.get().started().get();
        if (lane.ready().isEmpty()) {
            boolean isUnready =
                    container(lane.name()).filter(c -> c.runs() && !c.isReady()).isPresent();
            if (isUnready) {
                add(main.get().name() + " started, and " + lane.name() + " is still not ready "
                        + new Stretch(started, Moment.exactly(timeline.now())).text()
                        + " later: " + lane.name() + " has no gate.");
            }
        } else if (started.isBefore(lane.ready().get()) && !isVague(lane.ready().get(), started)) {
            add(main.get().name() + " started "
                    + new Stretch(started, lane.ready().get()).text() + " before " + lane.name() + " was ready: "
                    + lane.name() + " has no gate.");
        }
    }

    /** Whether it may have been ready before the main started. */
    private static boolean isVague(Moment ready, Moment started) {
        return ready.isBound()
                && !started.isBefore(new Moment(ready.earliest(), ready.earliest(), ready.latest(), ready.basis()));
    }

    private void restarted(Container container) {
        if (container.restarts() == 0 && !container.crashLoops()) {
            return;
        }
        List<String> clauses = new ArrayList<>();
        if (container.restarts() > 0) {
            clauses.add("was restarted " + Words.times(container.restarts()));
        }
        container
                .lastEnd()
                .ifPresent(end -> clauses.add("its last run ended with " + end
                        + container
                                .lastRunEnded()
                                .map(at -> " at " + Axis.offset(timeline, at))
                                .orElse("")));
        if (container.crashLoops()) {
            clauses.add("it is down until it is started again"
                    + container
                            .backOff()
                            .map(time -> " (back-off " + time + ")")
                            .orElse(""));
        }
        add(container.name() + (container.restarts() > 0 ? " " : ": ") + String.join("; ", clauses) + ".");
    }

    private Optional<Lane> firstMain() {
        return timeline.lanes().stream()
                .filter(lane -> lane.kind() == Kind.MAIN && lane.started().isPresent())
                .reduce((one, other) ->
                        other.started().get().isBefore(one.started().get()) ? other : one);
    }

    /** What starts after a container: the next init container, or the mains. */
    private List<String> after(String name) {
        List<String> names = containers.stream().map(Container::name).toList();
        int next = names.indexOf(name) + 1;
        if (next == 0 || next >= containers.size()) {
            return List.of();
        }
        return containers.get(next).kind() == Kind.MAIN ? names.subList(next, names.size()) : List.of(names.get(next));
    }

    private Optional<Container> container(String name) {
        return containers.stream()
                .filter(container -> container.name().equals(name))
                .findFirst();
    }

    private Optional<Lane> lane(String name) {
        return timeline.lanes().stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst();
    }

    /** Why it waits, in the kubelet's words. */
    private String trouble(String name) {
        return container(name)
                .flatMap(Container::trouble)
                .map(text -> ": " + text)
                .orElse("");
    }

    private String failures(String name) {
        return lastMessage(name, "Unhealthy");
    }

    private String lastMessage(String container, String... reasons) {
        List<PodEvent> such = history.all(container, Set.of(reasons));
        if (such.isEmpty()) {
            return "";
        }
        int count = such.stream().mapToInt(PodEvent::count).sum();
        String message = such.get(such.size() - 1).message();
        return " (" + Words.times(count) + ": " + Words.line(message, LONGEST).replaceAll("[:.]$", "") + ")";
    }

    private String reason(String type) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            String message = condition.path("message").asString("");
            if (condition.path("type").asString("").equals(type) && !message.isEmpty()) {
                return ": "
                        + Words.line(
                                message.endsWith(".") ? message.substring(0, message.length() - 1) : message, LONGEST);
            }
        }
        return "";
    }

    private void add(String sentence) {
        sentences.add(sentence);
    }
}
