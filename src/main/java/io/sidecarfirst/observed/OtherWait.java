package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.terminal.Redaction;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What holds the mains of a Pod that is no gate: a node, volumes, an image, an init container.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-conditions">Pod conditions</a>
 */
public final class OtherWait {
    private OtherWait() {}

    /**
     * As a part of a sentence without secrets, such as {@code the init container migrate to finish}; empty where the
     * mains have started, are about to, or wait for a gate, or where the Pod has ended.
     */
    public static Optional<String> of(Pod pod) {
        if (!LivePod.isLive(pod) || LivePod.endReason(pod).isPresent() || GateWait.haveMainsStarted(pod)) {
            return Optional.empty();
        }
        Optional<JsonNode> unscheduled = LivePod.condition(pod, "PodScheduled").filter(OtherWait::isFalse);
        if (unscheduled.isPresent()) {
            return unscheduled.map(condition -> "a node" + said(condition));
        }
        // Kubernetes 1.29 and later say it.
        if (LivePod.condition(pod, "PodReadyToStartContainers")
                .filter(OtherWait::isFalse)
                .isPresent()) {
            JsonNode metadata = pod.root().path("metadata");
            return Optional.of("its volumes or its network; more: sidecar-first timeline pod/"
                    + metadata.path("name").asString("") + " -n "
                    + metadata.path("namespace").asString("default"));
        }
        return pod.containers().stream()
                .filter(Container::init)
                .filter(container -> !ContainerState.isDone(container, ContainerState.ofInit(pod, container.name())))
                .findFirst()
                .filter(container -> !container.name().equals(GateContainer.NAME))
                .flatMap(container -> of(container, ContainerState.ofInit(pod, container.name())));
    }

    private static Optional<String> of(Container container, JsonNode status) {
        JsonNode waiting = status.path("state").path("waiting");
        String reason = waiting.path("reason").asString("");
        String name = (container.isSidecar() ? "the sidecar " : "the init container ") + container.name();
        if (reason.contains("Image")) {
            return Optional.of("the image of " + name + " (" + reason + ")" + said(waiting));
        }
        if (reason.startsWith("CreateContainer") || reason.equals("RunContainerError")) {
            return Optional.of(name + ", which cannot be started (" + reason + ")" + said(waiting));
        }
        JsonNode last = status.path("lastState").path("terminated");
        if (ContainerState.hasNotBegun(last)) {
            return Optional.of(name + ", which cannot be started" + said(last));
        }
        if (container.isSidecar()) {
            // Its gate, or a crash: that is said of the sidecar.
            return Optional.empty();
        }
        JsonNode end = ContainerState.lastEnd(status);
        return Optional.of(name
                + (end.isObject()
                        ? ", which fails (exit code " + end.path("exitCode").asInt(0) + ")"
                        : " to finish"));
    }

    private static boolean isFalse(JsonNode condition) {
        return condition.path("status").asString("").equals("False");
    }

    private static String said(JsonNode node) {
        String message = node.path("message").asString("");
        return message.isEmpty() ? "" : ": " + Redaction.of(message);
    }
}
