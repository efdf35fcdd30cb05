package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A gate over the network where no container of the Pod had a check over the network: the kubelet's connection from the
 * node to the Pod is then a path that nothing has used before, and something may drop it.
 *
 * <p>Reads the handlers of all probes in the Pod.
 *
 * @see <a href="https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html">Security groups for
 *     Pods</a>, whose rules have to let the kubelet's probes in
 * @see <a href="https://kubernetes.io/docs/concepts/services-networking/network-policies/">Network policies</a>:
 *     traffic from the Pod's own node is always allowed by them, but not by other firewalls
 */
final class NewNetworkPath implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        if (context.target().pod().containers().stream()
                .flatMap(NewNetworkPath::probes)
                .anyMatch(Handler::network)) {
            return List.of();
        }
        return context.plan().gates().stream()
                .filter(gated -> gated.byProbe() && gated.handler().network())
                .limit(1)
                .map(gated -> new Finding(
                        "new-network-path",
                        gated.sidecar().name(),
                        "No check of this Pod came over the network before. For the gate of "
                                + gated.sidecar().describe() + " the kubelet connects from the node to the Pod"
                                + gated.handler()
                                        .port()
                                        .map(port -> ", port " + port)
                                        .orElse("")
                                + ": a security group of the Pod, a custom network of the cloud or a firewall that"
                                + " does not"
                                + " let the node in keeps the gate shut for ever.",
                        "https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html"))
                .toList();
    }

    private static Stream<Handler> probes(Container container) {
        return Stream.of(container.startupProbe(), container.readinessProbe(), container.livenessProbe())
                .flatMap(Optional::stream)
                .flatMap(probe -> probe.handlers().stream());
    }
}
