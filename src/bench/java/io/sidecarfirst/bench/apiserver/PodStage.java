package io.sidecarfirst.bench.apiserver;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How far a Pod has come, as its status tells; a rollout makes a Pod go through all of them. */
enum PodStage {
    /** The Pod before it is gone, and there is none yet. */
    ABSENT,
    CREATED,
    SCHEDULED,
    /** Its sidecar runs and its gate is closed: the main waits. */
    WAITS,
    OPEN,
    RUNS;

    private static final String DIGEST = "3f9a1c5e7b2d4f608192a3b4c5d6e7f80918273645546372819aabbccddeeff0";

    /** That which comes after it; after the last one the first. */
    PodStage next() {
        return switch (this) {
            case ABSENT -> CREATED;
            case CREATED -> SCHEDULED;
            case SCHEDULED -> WAITS;
            case WAITS -> OPEN;
            case OPEN -> RUNS;
            case RUNS -> ABSENT;
        };
    }

    /**
     * The status at this stage, with conditions and containers as a kubelet writes them.
     *
     * @param time what stands for the time of all that has happened
     */
    ObjectNode status(ObjectNode pod, String time) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("phase", this == RUNS ? "Running" : "Pending").put("qosClass", "Burstable");
        if (compareTo(CREATED) <= 0) {
            return status;
        }
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions, "PodReadyToStartContainers", true, time);
        condition(conditions, "Initialized", compareTo(OPEN) >= 0, time);
        condition(conditions, "Ready", this == RUNS, time);
        condition(conditions, "ContainersReady", this == RUNS, time);
        condition(conditions, "PodScheduled", true, time);
        status.put("hostIP", "10.1.2.3").put("podIP", "10.244.7.19").put("startTime", time);
        status.putArray("hostIPs").addObject().put("ip", "10.1.2.3");
        status.putArray("podIPs").addObject().put("ip", "10.244.7.19");
        containers(status.putArray("initContainerStatuses"), pod.at("/spec/initContainers"), time, WAITS, OPEN);
        containers(status.putArray("containerStatuses"), pod.at("/spec/containers"), time, RUNS, RUNS);
        return status;
    }

    private static void condition(ArrayNode conditions, String type, boolean holds, String time) {
        conditions
                .addObject()
                .put("type", type)
                .put("status", holds ? "True" : "False")
                .putNull("lastProbeTime")
                .put("lastTransitionTime", time);
    }

    /**
     * Adds a status for each.
     *
     * @param run from which stage on they run
     * @param started from which stage on they have started: their gates are open
     */
    private void containers(ArrayNode statuses, JsonNode containers, String time, PodStage run, PodStage started) {
        for (JsonNode container : containers) {
            boolean runs = compareTo(run) >= 0;
            boolean hasStarted = compareTo(started) >= 0;
            ObjectNode status = statuses.addObject();
            status.set("name", container.path("name"));
            status.set("image", container.path("image"));
            status.put("restartCount", 0).put("ready", hasStarted).put("started", hasStarted);
            status.put("imageID", runs ? "registry.example.com/platform/image@sha256:" + DIGEST : "");
            ObjectNode state = status.putObject("state");
            if (runs) {
                status.put("containerID", "containerd://" + DIGEST);
                state.putObject("running").put("startedAt", time);
            } else {
                state.putObject("waiting").put("reason", "PodInitializing");
            }
        }
    }
}
