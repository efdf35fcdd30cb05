package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Firewall;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Mesh;
import io.sidecarfirst.gate.MeshProxies;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import java.util.List;
import java.util.Optional;

/**
 * A check over the network in a Pod whose mesh proxy takes every connection.
 *
 * <p>Reads the handler, the containers' names and images, and the mesh's annotations. The proxy accepts a connection
 * before it knows whether the sidecar listens, so a {@code tcpSocket} passes at once and would prove nothing. An {@code
 * httpGet} or {@code grpc} that the mesh did not rewrite is refused where the mesh demands mutual TLS, for which the
 * kubelet has no certificate: it never passes. Whether it does so is not in the Pod. A port that is excluded from the
 * mesh is probed directly, and so is one that is asked from inside the Pod's network. The same reason stands for a
 * firewall that an init container sets up.
 *
 * @see <a href="https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/">Istio: health checking</a>
 * @see <a href="https://github.com/istio/istio/issues/45233">istio#45233</a>: a sidecar that was added after Istio had
 *     rewritten the probes
 * @see <a href="https://kuma.io/docs/latest/policies/service-health-probes/">Kuma: service health probes</a>
 */
final class InterceptedConnection implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        return firewall(context, candidate).or(() -> proxy(context, candidate));
    }

    private static Optional<Objection> firewall(SidecarContext context, Source.Candidate candidate) {
        Container sidecar = context.sidecar();
        Firewall firewall = Firewall.of(context.pod());
        return candidate.first(handler -> handler.reaches(context.pod())
                ? sidecar.probedPort(handler)
                        .flatMap(port -> firewall.against(sidecar, port))
                        .map(container -> Objection.evidence(
                                Reason.INTERCEPTED,
                                "its " + handler.describe() + " is dropped by the firewall that container "
                                        + container.name() + " sets up, as far as its command shows"))
                : Optional.empty());
    }

    private static Optional<Objection> proxy(SidecarContext context, Source.Candidate candidate) {
        List<MeshProxies.Proxy> proxies = context.pod().meshProxies().around(context.sidecar());
        return proxies.isEmpty()
                ? Optional.empty()
                : candidate.first(handler -> handler.reaches(context.pod()) && !context.asksFromInside(handler)
                        ? proxies.stream()
                                .filter(proxy -> proxy.redirects(context, handler))
                                .flatMap(proxy -> objection(context, handler, proxy).stream())
                                .findFirst()
                        : Optional.empty());
    }

    private static Optional<Objection> objection(SidecarContext context, Handler handler, MeshProxies.Proxy proxy) {
        String name = proxy.container().name();
        if (handler.kind().equals("tcpSocket")) {
            return Optional.of(Objection.evidence(
                    Reason.INTERCEPTED,
                    "its " + handler.describe() + " would be accepted by " + name + ", whether it listens or not"));
        }
        return proxy.mesh().mayRefuse(context.pod()) && !isAnswered(context, handler, proxy.mesh())
                ? Optional.of(Objection.evidence(
                        Reason.INTERCEPTED,
                        "its " + handler.describe() + " was not rewritten by the mesh, so it goes to " + name
                                + ", which refuses the kubelet where it demands mutual TLS (STRICT)"))
                : Optional.empty();
    }

    private static boolean isAnswered(SidecarContext context, Handler handler, Mesh mesh) {
        return context.sidecar()
                .probedPort(handler)
                .filter(port -> mesh.answers(context.pod(), handler, port))
                .isPresent();
    }
}
