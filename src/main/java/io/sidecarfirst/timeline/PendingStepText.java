package io.sidecarfirst.timeline;

import io.sidecarfirst.observed.AskedSidecars;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A step that is not done, as a sentence: what waits for what, for how long, and what the cluster says about it. */
record PendingStepText(PodSnapshot pod, GateContainerFindings gateContainer, Instant now) {
    String sentence(Step step) {
        return Words.sentence((pod.isOver() ? neverDone(step) : goesOn(step)) + why(step));
    }

    private String goesOn(Step step) {
        String name = step.containerName();
        List<String> later = pod.after(name);
        String who = (later.isEmpty() ? "the Pod" : Words.list(later)) + (later.size() > 1 ? " wait" : " waits");
        String what = switch (step.reason()) {
            case NODE -> "The Pod waits for a node";
            case SANDBOX -> "The Pod waits for its volumes and network";
            case QUEUE, IMAGE -> name + "'s image " + (hasNoImage(name) ? "cannot be pulled" : "is being pulled");
            case START, CREATE -> name + (wasCreated(name) ? " is not started" : " is not created");
            case GATE -> who + " for " + step.gate();
            case HOOK -> who + " for " + name + "'s postStart hook";
            case RUN ->
                who + " for " + name
                        + (name.equals(AskedSidecars.BY)
                                ? ", which waits for " + asked() + " to answer"
                                : " to finish");
        };
        return what + ", " + time(step) + " so far";
    }

    /** The same of a Pod that is over. */
    private String neverDone(Step step) {
        String name = step.containerName();
        List<String> later = pod.after(name);
        String what = switch (step.reason()) {
            case NODE -> "The Pod got no node";
            case SANDBOX -> "The Pod's volumes and network were not there";
            case QUEUE, IMAGE -> name + "'s image was not pulled";
            case START, CREATE -> name + " was not started";
            case GATE -> step.gate() + " did not pass";
            case HOOK -> name + "'s postStart hook did not end";
            case RUN -> name + " did not succeed";
        };
        String so = later.isEmpty() ? "" : ", so " + Words.list(later) + " never started";
        return what + " in " + time(step) + so;
    }

    private String time(Step step) {
        return step.interval(now).text();
    }

    /** Its log says which of them have not answered. */
    private String asked() {
        return Words.list(gateContainer.asked().stream().sorted().toList());
    }

    private String why(Step step) {
        String name = step.containerName();
        return switch (step.reason()) {
            case NODE -> pod.message("PodScheduled").map(text -> ": " + text).orElse("");
            case SANDBOX -> lastMessage("", "FailedMount", "FailedAttachVolume", "FailedCreatePodSandBox");
            case QUEUE, IMAGE, START, CREATE ->
                pod.container(name)
                        .flatMap(PodContainer::problem)
                        .map(text -> ": " + text)
                        .orElse("");
            case RUN ->
                pod.container(name)
                        .flatMap(container -> container
                                .problem()
                                .or(() -> container.lastExit().map(exit -> "its " + exit)))
                        .map(text -> ": " + text)
                        .orElse("");
            case GATE -> lastMessage(name, "Unhealthy");
            case HOOK -> "";
        };
    }

    private boolean hasNoImage(String name) {
        return pod.container(name).filter(PodContainer::hasNoImage).isPresent();
    }

    private boolean wasCreated(String name) {
        return pod.events().first(name, "Created").isPresent();
    }

    private String lastMessage(String container, String... reasons) {
        List<EventHistory.Event> such = pod.events().all(container, Set.of(reasons));
        if (such.isEmpty()) {
            return "";
        }
        int count = such.stream().mapToInt(EventHistory.Event::count).sum();
        String message = Words.line(such.get(such.size() - 1).message(), Words.MESSAGE);
        // A kubelet sends only so many Events about one Pod: it may have happened more often.
        return " (" + (count == 1 ? "" : "at least ") + Words.times(count) + ": " + message.replaceAll("[:.]$", "")
                + ")";
    }
}
