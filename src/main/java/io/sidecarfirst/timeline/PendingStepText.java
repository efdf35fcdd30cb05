package io.sidecarfirst.timeline;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A step that is not done, as a sentence: what waits for what, for how long, and what the cluster says about it. */
record PendingStepText(Timeline timeline, JsonNode pod, List<PodContainer> containers, EventHistory history) {
    String sentence(Step step) {
        return timeline.isOver() ? neverDone(step) : goesOn(step);
    }

    private String goesOn(Step step) {
        String name = step.who().orElse("");
        List<String> later = after(name, containers);
        String who = (later.isEmpty() ? "the Pod" : Words.list(later)) + (later.size() > 1 ? " wait" : " waits");
        String what = switch (step.cause()) {
            case NODE -> "The Pod waits for a node";
            case SANDBOX -> "The Pod waits for its volumes and network";
            case QUEUE, IMAGE -> name + "'s image " + (hasNoImage(name) ? "cannot be pulled" : "is being pulled");
            case START, CREATE -> name + (wasCreated(name) ? " is not started" : " is not created");
            case GATE -> who + " for " + name + "'s gate";
            case HOOK -> who + " for " + name + "'s postStart hook";
            case RUN -> who + " for " + name + " to finish";
        };
        return Words.sentence(what + ", " + time(step) + " so far" + why(step));
    }

    /** The same of a Pod that is over. */
    private String neverDone(Step step) {
        String name = step.who().orElse("");
        List<String> later = after(name, containers);
        String what = switch (step.cause()) {
            case NODE -> "The Pod got no node";
            case SANDBOX -> "The Pod's volumes and network were not there";
            case QUEUE, IMAGE -> name + "'s image was not pulled";
            case START, CREATE -> name + " was not started";
            case GATE -> name + "'s gate did not pass";
            case HOOK -> name + "'s postStart hook did not end";
            case RUN -> name + " did not succeed";
        };
        String so = later.isEmpty() ? "" : ", so " + Words.list(later) + " never started";
        return Words.sentence(what + " in " + time(step) + so + why(step));
    }

    private String time(Step step) {
        return step.stretch(timeline.now()).text();
    }

    private String why(Step step) {
        String name = step.who().orElse("");
        return switch (step.cause()) {
            case NODE -> condition("PodScheduled");
            case SANDBOX -> lastMessage("", "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox");
            case QUEUE, IMAGE, START, CREATE ->
                PodContainer.named(name, containers)
                        .flatMap(PodContainer::trouble)
                        .map(text -> ": " + text)
                        .orElse("");
            case RUN ->
                PodContainer.named(name, containers)
                        .flatMap(container ->
                                container.trouble().or(() -> container.lastEnd().map(end -> "its " + end)))
                        .map(text -> ": " + text)
                        .orElse("");
            case GATE -> lastMessage(name, "Unhealthy");
            case HOOK -> "";
        };
    }

    /** What starts after a container: the next init container, or the mains. */
    static List<String> after(String name, List<PodContainer> containers) {
        List<String> names = containers.stream().map(PodContainer::name).toList();
        int next = names.indexOf(name) + 1;
        if (next == 0 || next >= containers.size()) {
            return List.of();
        }
        return containers.get(next - 1).kind() != ContainerKind.MAIN
                        && containers.get(next).kind() == ContainerKind.MAIN
                ? names.subList(next, names.size())
                : List.of(names.get(next));
    }

    private boolean hasNoImage(String name) {
        return PodContainer.named(name, containers).filter(PodContainer::hasNoImage).isPresent();
    }

    private boolean wasCreated(String name) {
        return history.first(name, "Created").isPresent();
    }

    private String lastMessage(String container, String... reasons) {
        List<PodEvent> such = history.all(container, Set.of(reasons));
        if (such.isEmpty()) {
            return "";
        }
        int count = such.stream().mapToInt(PodEvent::count).sum();
        String message = such.get(such.size() - 1).message();
        return " (" + Words.times(count) + ": "
                + Words.line(message, Words.MESSAGE).replaceAll("[:.]$", "") + ")";
    }

    private String condition(String type) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            String message = condition.path("message").asString("");
            if (condition.path("type").asString("").equals(type) && !message.isEmpty()) {
                return ": " + Words.line(message, Words.MESSAGE);
            }
        }
        return "";
    }
}
