package io.sidecarfirst.timeline;

import io.sidecarfirst.timeline.Step.WaitReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person should know about a Pod's start, a sentence each, the most pressing first. */
final class Findings {
    /** A pull that took less is not worth a sentence. */
    private static final Duration NOTICEABLE = Duration.ofSeconds(2);

    private final PodSnapshot pod;
    private final List<ContainerTimeline> containers;
    private final List<Step> steps;
    private final TimeEstimate created;
    private final Instant now;
    private final GateContainerFindings gateContainer;
    private final List<String> sentences = new ArrayList<>();

    Findings(
            PodSnapshot pod,
            GateContainerFindings gateContainer,
            List<ContainerTimeline> containers,
            List<Step> steps,
            TimeEstimate created,
            Instant now) {
        this.pod = pod;
        this.containers = containers;
        this.steps = steps;
        this.created = created;
        this.now = now;
        this.gateContainer = gateContainer;
    }

    List<String> sentences() {
        ended();
        PendingStepText pending = new PendingStepText(pod, gateContainer, now);
        steps.stream().filter(step -> !step.isDone()).map(pending::sentence).forEach(sentences::add);
        for (ContainerTimeline container : containers) {
            if (container.kind() == ContainerKind.SIDECAR) {
                heldBack(container);
                lateReadiness(container);
            }
        }
        sentences.addAll(gateContainer.sentences());
        containers.forEach(this::pulledLate);
        pod.containers().forEach(this::restarted);
        return sentences;
    }

    /** That the Pod as a whole has failed or is being deleted; if one of its containers has failed, that says so. */
    private void ended() {
        Optional<String> failure = pod.failure();
        if (failure.isPresent()) {
            sentences.add("The Pod failed: " + Words.sentence(failure.get()));
        } else if (!pod.isOver() && pod.isBeingDeleted()) {
            sentences.add("The Pod is being deleted.");
        }
    }

    /** What a gate that passed, or a hook that ended, cost. */
    private void heldBack(ContainerTimeline sidecar) {
        List<String> after = pod.after(sidecar.name());
        if (after.isEmpty()) {
            return;
        }
        for (Step step : steps) {
            boolean isGate = step.reason() == WaitReason.GATE;
            if (step.isDone() && step.isAbout(sidecar.name()) && (isGate || step.reason() == WaitReason.HOOK)) {
                sentences.add((isGate ? step.gate() : sidecar.name() + "'s postStart hook") + " held "
                        + Words.list(after) + " back for " + step.interval(now).text() + ".");
            }
        }
    }

    /** A main whose image was pulled only when its sidecars had been waited for. */
    private void pulledLate(ContainerTimeline main) {
        List<Step> pull = steps.stream()
                .filter(step -> step.cost() == Step.Cost.AFTER_GATE && step.isAbout(main.name()))
                .toList();
        if (pull.isEmpty()) {
            return;
        }
        TimeEstimate finished = pull.get(pull.size() - 1).to();
        if (finished == null) {
            return;
        }
        Interval took = new Interval(pull.get(0).from(), finished);
        if (took.length().compareTo(NOTICEABLE) >= 0) {
            sentences.add(main.name() + "'s image was pulled only after " + gates() + ": " + took.text()
                    + ". An image that is on the node before, as by a DaemonSet, saves that time.");
        }
    }

    private String gates() {
        long gates =
                steps.stream().filter(step -> step.reason() == WaitReason.GATE).count();
        return gates > 1 ? "the gates" : "the gate";
    }

    /** A sidecar that nothing waited for, though it was not ready. */
    private void lateReadiness(ContainerTimeline sidecar) {
        ContainerTimeline main = firstMain().orElse(null);
        if (sidecar.isGated()
                || gateContainer.asks(sidecar.name())
                || sidecar.restarts() > 0
                || main == null
                || main.started() == null) {
            return;
        }
        TimeEstimate started = main.started();
        TimeEstimate ready = sidecar.ready();
        if (ready == null) {
            boolean isUnready = pod.container(sidecar.name())
                    .filter(container -> container.isRunning() && !container.isReady())
                    .isPresent();
            if (isUnready) {
                sentences.add(main.name() + " started, and " + sidecar.name() + " is still not ready "
                        + new Interval(started, TimeEstimate.exactly(now)).text()
                        + " later: " + sidecar.name() + " has no gate.");
            }
        } else if (started.isBefore(ready) && !mayPrecede(ready, started)) {
            sentences.add(main.name() + " started " + new Interval(started, ready).text() + " before " + sidecar.name()
                    + " was ready: " + sidecar.name() + " has no gate.");
        }
    }

    /** Whether it may have been ready before the main started. */
    private static boolean mayPrecede(TimeEstimate ready, TimeEstimate started) {
        return ready.isVague() && !started.at().isBefore(ready.earliest());
    }

    private Optional<ContainerTimeline> firstMain() {
        return containers.stream()
                .filter(container -> container.kind() == ContainerKind.MAIN)
                .reduce((one, other) -> startsBefore(other, one) ? other : one);
    }

    private static boolean startsBefore(ContainerTimeline main, ContainerTimeline other) {
        return main.started() != null
                && (other.started() == null || main.started().isBefore(other.started()));
    }

    private void restarted(PodContainer container) {
        boolean isDown = container.isInCrashLoop() && !pod.isOver();
        if (container.restarts() == 0 && !isDown) {
            return;
        }
        List<String> clauses = new ArrayList<>();
        if (container.restarts() > 0) {
            clauses.add("was restarted " + Words.times(container.restarts()));
        }
        String when = container
                .lastFinished()
                .map(time -> " at " + time.text(created))
                .orElse("");
        container.lastExit().ifPresent(exit -> clauses.add("its " + exit + when));
        if (isDown) {
            String backOff =
                    container.backOff().map(time -> " (back-off " + time + ")").orElse("");
            clauses.add("it is down until it is started again" + backOff);
        }
        sentences.add(container.name() + (container.restarts() > 0 ? " " : ": ") + String.join("; ", clauses) + ".");
    }
}
