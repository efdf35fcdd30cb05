package io.sidecarfirst.gate.veto;

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
 * A network probe that only a mesh proxy which starts later would answer.
 *
 * <p>Reads the handler's {@code path}, {@code port} and {@code host}, the containers' names, and the mesh's
 * annotations. The redirect to the proxy is in place before any sidecar starts; while the proxy is not running, nothing
 * answers, unless it is asked from inside the Pod's network. Paths under {@code /app-health/} are probes that Istio
 * rewrote: istio-proxy answers them, on a port of its own that no annotation excludes.
 *
 * @see <a href="https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/">Istio: health checking</a>
 */
final class LaterProxy implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        List<MeshProxies.Proxy> proxies = context.pod().meshProxies().around(context.sidecar());
        return candidate.first(handler -> handler.reaches(context.pod())
                ? rewritten(context, handler, proxies).or(() -> redirected(context, handler, proxies))
                : Optional.empty());
    }

    private static Optional<Objection> rewritten(
            SidecarContext context, Handler handler, List<MeshProxies.Proxy> proxies) {
        return Mesh.isRewrittenByIstio(handler)
                        && proxies.stream().noneMatch(proxy -> proxy.mesh() == Mesh.ISTIO && proxy.earlier())
                        && !context.pod().meshProxies().isProxy(context.sidecar())
                ? Optional.of(Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its probe was rewritten by Istio, and istio-proxy, which answers it, "
                                + "is not an earlier sidecar"))
                : Optional.empty();
    }

    private static Optional<Objection> redirected(
            SidecarContext context, Handler handler, List<MeshProxies.Proxy> proxies) {
        return proxies.stream()
                .filter(proxy ->
                        !proxy.earlier() && !context.asksFromInside(handler) && proxy.redirects(context, handler))
                .map(proxy -> Objection.evidence(
                        Reason.WAITS_FOR_LATER_CONTAINER,
                        "its " + handler.describe() + " is redirected to "
                                + proxy.container().name() + ", which starts only after it"))
                .findFirst();
    }
}
