package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import java.util.List;

/** What could become a gate, as the gate's sources offer it; and what is to be known of each handler. */
final class CandidateVariables {
    private CandidateVariables() {}

    static List<Variable> variables() {
        return List.of(
                new Variable(
                        "alive",
                        "The port that the livenessProbe asks, a list of at most one list of at most one number.",
                        Cel.of("""
                                variables.sidecars.map(s,
                                  [s.container.?livenessProbe.?httpGet, s.container.?livenessProbe.?tcpSocket,
                                   s.container.?livenessProbe.?grpc]
                                  .filter(h, h.hasValue() && h.value().?host.orValue('') == '')
                                  .map(h, ${number}))""", "number", Cel.resolve("h.value().port", "s.container"))),
                new Variable(
                        "candidates",
                        """
                        What a gate could be made of, best first: the readinessProbe; else the TCP ports, the one that the
                        livenessProbe uses first; the livenessProbe only where an annotation asks for it.""",
                        Cel.of(
                                """
                                variables.sidecars.transformList(k, s,
                                  !s.inject || has(s.container.startupProbe) ? dyn([])
                                  : s.source in ['${auto}', '${readiness}'] && has(s.container.readinessProbe)
                                  ? dyn([{'source': dyn('${readiness}'), 'probe': dyn(s.container.readinessProbe)}])
                                  : s.source == '${liveness}' && has(s.container.livenessProbe)
                                  ? dyn([{'source': dyn('${liveness}'), 'probe': dyn(s.container.livenessProbe)}])
                                  : s.source in ['${auto}', '${port}'] && s.port == ''
                                  ? dyn((s.tcp.filter(n, variables.alive[k].exists(a, n in a))
                                      + s.tcp.filter(n, !variables.alive[k].exists(a, n in a)))
                                    .transformList(j, n, j < ${mostPorts},
                                      {'source': dyn('${port}'), 'probe': dyn({'tcpSocket': {'port': dyn(n)}})}))
                                  : s.source == '${port}' && [s.container.?ports.orValue([])
                                      .filter(p, s.port in [string(p.containerPort), string(p.?name.orValue(''))])]
                                    .exists(same, same.size() == 0 || same.exists(p, p.?protocol.orValue('TCP') == 'TCP'))
                                  ? dyn([{'source': dyn('${port}'), 'probe': dyn({'tcpSocket':
                                      {'port': s.port.matches(r'^[0-9]+$') ? dyn(int(s.port)) : dyn(s.port)}})}])
                                  : dyn([]))""",
                                "auto",
                                WellKnown.AUTO,
                                "readiness",
                                SourceKind.READINESS_PROBE,
                                "liveness",
                                SourceKind.LIVENESS_PROBE,
                                "port",
                                SourceKind.PORT,
                                "mostPorts",
                                Sources.MOST_PORTS_TRIED)),
                new Variable(
                        "handlers",
                        """
                        The handlers of each candidate: one, in a probe that Kubernetes accepts. reaches: whether the
                        connection ends at this Pod. size: the characters of its texts. ports: the number that it asks;
                        empty for a name that is not declared.""",
                        Cel.of(
                                """
                                variables.sidecars.transformList(k, s, variables.candidates[k].map(c,
                                  ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter(f, f in c.probe).map(f, {
                                    'source': dyn(c.source),
                                    'kind': dyn(f),
                                    'probe': dyn(c.probe),
                                    'path': dyn(c.probe[f].?path.orValue('')),
                                    'size': dyn((f == 'exec' ? c.probe[f].?command.orValue([])
                                        : [c.probe[f].?path, c.probe[f].?host, c.probe[f].?scheme, c.probe[f].?service]
                                          .filter(t, t.hasValue()).map(t, t.value())
                                        + c.probe[f].?httpHeaders.orValue([]).map(h, h.?name.orValue(''))
                                        + c.probe[f].?httpHeaders.orValue([]).map(h, h.?value.orValue('')))
                                      .map(t, size(string(t)) + ${around}).sum()),
                                    'reaches': dyn(f != 'exec' && ${reaches}),
                                    'ports': f == 'exec' ? dyn([]) : ${number}
                                  })))""",
                                "around",
                                Vetoes.AROUND_TEXT,
                                "reaches",
                                reaches("c.probe[f]"),
                                "number",
                                Cel.resolve("c.probe[f].port", "s.container"))));
    }

    /** Whether a network handler's connection ends at this Pod: a host sends it elsewhere. */
    static String reaches(String handler) {
        return Cel.of(
                """
                (${handler}.?host.orValue('') == '' || variables.hostNetwork && ${handler}.host in ${loopback})""",
                "handler",
                handler,
                "loopback",
                Cel.strings(Handler.LOOPBACK.stream().sorted().toList()));
    }
}
