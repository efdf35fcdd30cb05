package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Handler;
import java.util.List;

/**
 * On the node's network a probe reaches the node's port, whoever listens there: another Pod of the host network, or a
 * program of the node itself.
 *
 * <p>Reads {@code hostNetwork} and the gate's handler.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/">Probes</a>
 */
final class HostNetwork implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        if (!context.target().pod().hostNetwork()) {
            return List.of();
        }
        return context.blockingProbes().stream()
                .filter(blockingProbe ->
                        blockingProbe.handler().filter(Handler::network).isPresent())
                .map(blockingProbe -> new Finding(
                        "host-network",
                        blockingProbe.sidecar().name(),
                        "The Pod is on its node's network: the gate of "
                                + blockingProbe.sidecar().describe() + " opens for whatever listens there"
                                + blockingProbe
                                        .handler()
                                        .flatMap(Handler::port)
                                        .map(port -> " on port " + port)
                                        .orElse("")
                                + ", another Pod or a program of the node too.",
                        null))
                .toList();
    }
}
