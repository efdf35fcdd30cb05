package io.sidecarfirst.timeline;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a Pod's start. The kubelet takes them one after another, so a container waits for all of them before its
 * own.
 *
 * @param reason what is waited for
 * @param container the name of the container that it is about; null for the Pod as a whole
 * @param from when it began
 * @param to when it was done; null if it is not
 * @param cost in which way it need not have been waited for; null if nothing speaks for that
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior">Init containers:
 *     detailed behavior</a>
 */
public record Step(
        WaitReason reason,
        @Nullable String container,
        TimeEstimate from,
        @Nullable TimeEstimate to,
        @Nullable Cost cost) {

    /** What a gate may cost without need. The names are part of the JSON output. */
    public enum Cost {
        /** The gate was guessed from a declared port: nobody has said that the sidecar must be waited for. */
        GUESSED,

        /** The image of a main, which the kubelet pulls only after all gates. On the node before, it costs no time. */
        AFTER_GATE
    }

    /** What the start of a Pod waits for, step by step. The names are part of the JSON output. */
    public enum WaitReason {
        /** A scheduler to find a node. */
        NODE,

        /** The Pod's sandbox: its network, and its volumes before it. */
        SANDBOX,

        /** Images of others, which the node pulls before a container's own. */
        QUEUE,

        /** A container's image to be pulled, where that takes a second or more. */
        IMAGE,

        /**
         * A container to be created and to start, and its image, which took less than a second or nobody knows how
         * long.
         */
        START,

        /** The same without its image: that was there, or is a step of its own. */
        CREATE,

        /** A sidecar's startupProbe to succeed. */
        GATE,

        /** A sidecar's {@code postStart} hook to end. */
        HOOK,

        /** An init container to end with success. */
        RUN;

        /** Whether it is about a container's own start, so that the container itself waits for it too. */
        boolean isOwn() {
            return switch (this) {
                case QUEUE, IMAGE, START, CREATE -> true;
                case NODE, SANDBOX, GATE, HOOK, RUN -> false;
            };
        }
    }

    boolean isDone() {
        return to != null;
    }

    boolean isAbout(String name) {
        return name.equals(container);
    }

    /** The container's name; empty for the Pod as a whole. */
    String containerName() {
        return container == null ? "" : container;
    }

    /** The gate that it is about, in words. */
    String gate() {
        return containerName() + "'s gate" + (cost == Cost.GUESSED ? " (guessed from its declared port)" : "");
    }

    /** How long it took, or has taken so far. */
    Interval interval(Instant now) {
        return new Interval(from, to == null ? TimeEstimate.exactly(TimeEstimate.later(now, from.at())) : to);
    }

    /**
     * What is said after "waited".
     *
     * @param waiter the name of the container that did; empty for any
     */
    String text(String waiter) {
        String name = containerName();
        String own = name.equals(waiter) ? "its own" : name + "'s";
        return switch (reason) {
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

    /**
     * Those of a Pod's steps that one of its containers waited for, its own creation with them.
     *
     * @param names its containers, in the order in which they start
     */
    static List<Step> before(String name, List<String> names, List<Step> steps) {
        int own = names.indexOf(name);
        boolean hasStarted = steps.stream()
                .anyMatch(step -> (step.reason() == WaitReason.START || step.reason() == WaitReason.CREATE)
                        && step.isDone()
                        && step.isAbout(name));
        return steps.stream()
                .filter(step -> !hasStarted || step.isDone())
                .filter(step -> {
                    int index = step.container() == null ? -1 : names.indexOf(step.container());
                    return index < own || (index == own && step.reason().isOwn());
                })
                .toList();
    }
}
