package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.options.LoopbackAddress;
import java.util.Optional;

/**
 * A check that does not ask the Pod itself.
 *
 * <p>Reads the handler's {@code host} and the Pod's {@code hostNetwork}. The kubelet opens the connection from its
 * node, so {@code 127.0.0.1} is the node and any other host is a stranger: as a readinessProbe such a check leaves the
 * Pod not ready, as a startupProbe it holds the mains back. Only where the Pod shares its node's network is the node's
 * loopback its own.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes">HTTP
 *     probes: host</a>
 */
final class AnotherHost implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        return candidate.first(handler -> handler.host()
                .filter(host -> handler.network() && !handler.reaches(context.pod()))
                .map(host -> Objection.cannotWork(
                        Reason.ANOTHER_HOST,
                        "its check asks a host, which for the kubelet is "
                                + (LoopbackAddress.isLoopback(host) ? "the node" : "not this Pod"))));
    }
}
