package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.veto.Mesh;
import io.sidecarfirst.gate.veto.Vetoes;
import java.util.List;

/** The vetoes, in the gate's order, and what follows for each sidecar. */
final class VerdictVariables {
    private VerdictVariables() {}

    static List<Variable> variables() {
        return List.of(
                new Variable(
                        "owned",
                        "The TCP ports that belong to each container: those that it declares and those that its probes ask.",
                        Cel.of(
                                """
                                variables.all.map(c, {
                                  'tcp': dyn(${tcp}),
                                  'probed': dyn([
                                      c.?startupProbe.?httpGet, c.?startupProbe.?tcpSocket, c.?startupProbe.?grpc,
                                      c.?readinessProbe.?httpGet, c.?readinessProbe.?tcpSocket, c.?readinessProbe.?grpc,
                                      c.?livenessProbe.?httpGet, c.?livenessProbe.?tcpSocket, c.?livenessProbe.?grpc]
                                    .filter(h, h.hasValue() && ${reaches})
                                    .map(h, ${number}))
                                })""",
                                "tcp",
                                SidecarVariables.tcp("c"),
                                "reaches",
                                CandidateVariables.reaches("h.value()"),
                                "number",
                                Cel.resolve("h.value().port", "c"))),
                new Variable(
                        "objections",
                        """
                        What speaks against each candidate; empty where nothing does. In this order: no handler, or two; too
                        large a one; a name that is not declared; a port of a container that starts later; a mesh's proxy that starts
                        later; a proxy that accepts every connection; a port that is bound to loopback.""",
                        Cel.of(
                                """
                                variables.sidecars.transformList(k, s, variables.handlers[k].map(h,
                                  size(h) != 1 ? '${nothing}'
                                  : h[0].size > ${mostCharacters} ? '${large}'
                                  : h[0].kind == 'exec' ? ''
                                  : size(h[0].ports) == 0 ? '${unknown}'
                                  : h[0].reaches
                                    && !(h[0].ports[0] in s.tcp)
                                    && !variables.sidecars.exists(o, o.at < s.at && h[0].ports[0] in o.tcp)
                                    && !(!s.proxy && variables.proxies.exists(p, p.at < s.at && (string(h[0].ports[0]) in p.answers
                                      || p.name == '${istio}' && h[0].path.startsWith('${rewritten}'))))
                                    && variables.owned.exists(j, o,
                                      j > s.at && (h[0].ports[0] in o.tcp || o.probed.exists(n, h[0].ports[0] in n)))
                                  ? '${waits}'
                                  : h[0].reaches && !s.proxy && (variables.awaited
                                    || h[0].path.startsWith('${rewritten}')
                                      && !variables.proxies.exists(p, p.name == '${istio}' && p.at < s.at)
                                    || variables.proxies.exists(p, p.at > s.at
                                      && ${redirects}))
                                  ? '${waits}'
                                  : h[0].reaches && !s.proxy && h[0].kind == 'tcpSocket'
                                    && variables.proxies.exists(p,
                                      ${redirects})
                                  ? '${intercepted}'
                                  : h[0].source == '${port}' && ${bound}
                                  ? '${loopback}'
                                  : ''))""",
                                "nothing",
                                Reason.NOTHING_TO_PROBE,
                                "mostCharacters",
                                Vetoes.MOST_CHARACTERS,
                                "large",
                                Reason.PROBE_TOO_LARGE,
                                "unknown",
                                Reason.UNKNOWN_PORT_NAME,
                                "istio",
                                Mesh.ISTIO.proxy(),
                                "rewritten",
                                Mesh.ISTIO_REWRITTEN,
                                "waits",
                                Reason.WAITS_FOR_LATER_CONTAINER,
                                "redirects",
                                MeshVariables.redirects("h[0]"),
                                "intercepted",
                                Reason.INTERCEPTED,
                                "port",
                                SourceKind.PORT,
                                "bound",
                                LoopbackVariables.isBound("h[0].ports[0]"),
                                "loopback",
                                Reason.LOOPBACK_ONLY)),
                new Variable(
                        "reasons",
                        "Why each sidecar is not gated; empty where it is.",
                        Cel.of(
                                """
                                variables.sidecars.transformList(k, s,
                                  !s.inject ? '${optedOut}'
                                  : has(s.container.startupProbe) ? '${gated}'
                                  : size(variables.objections[k]) == 0 ? '${nothing}'
                                  : '' in variables.objections[k] ? ''
                                  : variables.objections[k][0])""",
                                "optedOut",
                                Reason.OPTED_OUT,
                                "gated",
                                Reason.ALREADY_GATED,
                                "nothing",
                                Reason.NOTHING_TO_PROBE)),
                new Variable(
                        "gates",
                        "What each sidecar is gated on: a list with the first handler that nothing speaks against, or none.",
                        """
                        variables.sidecars.transformList(k, s, variables.reasons[k] != '' ? dyn([])
                          : dyn([variables.objections[k].transformList(x, o, o == '', variables.handlers[k][x][0])[0]]))"""));
    }
}
