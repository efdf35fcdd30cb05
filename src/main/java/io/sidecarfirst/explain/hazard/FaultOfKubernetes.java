package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.observed.KnownFault;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Kubernetes versions in which a startupProbe of a sidecar does harm: those of {@link KnownFault} that this Pod meets.
 *
 * <p>Reads the versions of the cluster, {@code restartPolicy}, {@code initContainers} and the startupProbes.
 */
final class FaultOfKubernetes implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        if (context.blockingProbes().isEmpty()) {
            return List.of();
        }
        return Stream.of(KnownFault.values())
                .filter(fault -> isMetBy(context, fault))
                .flatMap(fault -> fault.in(context.target().versions()).stream()
                        .map(text -> new Finding("known-fault", null, text, fault.see())))
                .toList();
    }

    private static boolean isMetBy(HazardContext context, KnownFault fault) {
        JsonNode spec = context.target().pod().root().path("spec");
        return switch (fault) {
            case STARTUP_PROBE_FORGOTTEN ->
                context.target().restartPolicy().equals("Never") && startupProbes(context, spec) > 1;
            case MAINS_STAY_DOWN -> true;
            case NO_TERMINATION_SIGNAL -> spec.path("initContainers").size() > 1;
        };
    }

    /** All of the Pod's: those that the mains wait for, and those of the mains. */
    private static long startupProbes(HazardContext context, JsonNode spec) {
        JsonNode mains = spec.path("containers");
        long ofMains = Stream.iterate(0, i -> i < mains.size(), i -> i + 1)
                .filter(i ->
                        new Container(mains.path(i), i, false).startupProbe().isPresent())
                .count();
        return context.blockingProbes().size() + ofMains;
    }
}
