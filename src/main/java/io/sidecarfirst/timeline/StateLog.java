package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What has changed in a Pod since the last look, a line each: for a log, where a chart cannot be drawn again in place.
 */
public final class StateLog {
    private final Map<String, String> last = new HashMap<>();

    /** The lines; on the first look, one for each container. */
    public List<String> since(JsonNode pod) {
        List<String> lines = new ArrayList<>();
        for (PodContainer container : PodContainer.of(pod)) {
            String state = state(container);
            if (!state.equals(last.put(container.name(), state))) {
                lines.add(container.kind() + " " + container.name() + ": " + state);
            }
        }
        return lines;
    }

    private static String state(PodContainer container) {
        String state = container.state();
        if (container.isRunning() && container.kind() != ContainerKind.INIT) {
            boolean isOpen = !container.isGated() || container.hasStarted();
            state += isOpen ? (container.isReady() ? ", ready" : ", not ready") : ", gate not passed";
        }
        return container.restarts() == 0 ? state : state + " (restarted " + Words.times(container.restarts()) + ")";
    }

    /** Whether every main runs, or has run: then there is nothing more to wait for. */
    public static boolean isStarted(JsonNode pod) {
        List<PodContainer> mains = PodContainer.of(pod).stream()
                .filter(container -> container.kind() == ContainerKind.MAIN)
                .toList();
        boolean isOver = PodSnapshot.isOver(pod.at("/status/phase").asString(""));
        return isOver
                || (!mains.isEmpty()
                        && mains.stream()
                                .allMatch(main -> main.isRunning() || main.isTerminated() || main.restarts() > 0));
    }
}
