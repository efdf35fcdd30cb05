package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.observed.KnownFault;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kubernetes versions in which a startupProbe of a sidecar does harm: those of {@link KnownFault} that this Pod meets.
 *
 * <p>Reads the versions of the cluster, {@code restartPolicy}, {@code initContainers} and the probes of all containers.
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
        int initContainers = context.target()
                .pod()
                .root()
                .path("spec")
                .path("initContainers")
                .size();
        return switch (fault) {
            case STARTUP_PROBE_FORGOTTEN ->
                context.target().restartPolicy().equals("Never")
                        && context.blockingProbes().stream()
                                .anyMatch(probe -> isBehindAnotherProbe(context, probe.sidecar()));
            case MAINS_STAY_DOWN ->
                context.blockingProbes().stream()
                        .anyMatch(probe -> probe.sidecar().index() == initContainers - 1);
            case NO_TERMINATION_SIGNAL -> initContainers > 1;
        };
    }

    /** In the order in which the kubelet goes through probes: the mains, then the sidecars. */
    private static boolean isBehindAnotherProbe(HazardContext context, Container sidecar) {
        return context.target().pod().containers().stream()
                .filter(other -> !other.init() || (other.isSidecar() && other.index() < sidecar.index()))
                .anyMatch(other -> hasProbe(context, other));
    }

    private static boolean hasProbe(HazardContext context, Container container) {
        return container.startupProbe().isPresent()
                || container.readinessProbe().isPresent()
                || container.livenessProbe().isPresent()
                || (container.isSidecar() && context.blockingProbe(container).isPresent());
    }
}
