package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of a Pod's start. The kubelet takes them one after another, so a container waits for all of them before its own.
 *
 * @param cause what is waited for
 * @param who the container that it is about; empty for the Pod as a whole
 * @param from when it was begun
 * @param to when it was done; empty if it is not
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior">Init containers:
 *     detailed behavior</a>
 */
public record Step(WaitReason cause, Optional<String> who, TimeEstimate from, Optional<TimeEstimate> to) {

    /** How long it took, or has taken so far. */
    Interval stretch(Instant now) {
        return new Interval(from, to.orElseGet(() -> TimeEstimate.exactly(TimeEstimate.later(now, from.at()))));
    }

    /** After "waited", said of a container. */
    String words(String waiter) {
        String name = who.orElse("");
        String own = name.equals(waiter) ? "its own" : name + "'s";
        return switch (cause) {
            case NODE -> "for a node";
            case SANDBOX -> "for the Pod's volumes and network";
            case QUEUE -> "for other images, pulled before " + own;
            case IMAGE -> "for " + own + " image";
            case START -> "for " + own + " image and creation";
            case CREATE -> "for " + own + " creation";
            case GATE -> "for " + name + "'s gate";
            case HOOK -> "for " + name + "'s postStart hook";
            case RUN -> "for " + name + " to finish";
        };
    }
}
