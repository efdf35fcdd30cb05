package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import java.util.List;
import java.util.Optional;

/**
 * A {@code tcpSocket} in a Pod whose mesh proxy accepts every connection.
 *
 * <p>Reads the handler, the containers' names and the mesh's annotations. The proxy accepts the connection before it
 * knows whether the sidecar listens, so the probe passes at once and the gate would prove nothing. A port that is
 * excluded from the mesh is probed directly.
 *
 * @see <a href="https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/">Istio: health checking</a>, on
 *     TCP probes
 */
final class InterceptedConnection implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        List<Mesh.Proxy> proxies = Mesh.around(context);
        return candidate.handlers().stream()
                .filter(handler -> handler.kind().equals("tcpSocket") && handler.reaches(context.pod()))
                .flatMap(handler -> proxies.stream()
                        .filter(proxy -> proxy.redirects(context, handler))
                        .map(proxy -> Objection.evidence(
                                Reason.INTERCEPTED,
                                "its " + handler.describe() + " would be accepted by "
                                        + proxy.container().name() + ", whether it listens or not")))
                .findFirst();
    }
}
