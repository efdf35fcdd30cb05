package io.sidecarfirst.policy;

import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;

/**
 * The patch. The timing is added as a startupProbe, then the handler is copied into it, so that it is the author's, word for
 * word; a port has none, and gets a {@code tcpSocket}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/#jsonpatch">JSONPatch in a
 *     policy</a>
 */
final class Mutation {
    private Mutation() {}

    static String expression() {
        return Cel.of("""
                variables.sidecars.transformList(k, s, size(variables.gates[k]) > 0, JSONPatch{op: 'add',
                  path: '/spec/initContainers/' + string(s.at) + '/startupProbe',
                  value: variables.timings[k].map(t, {
                    ?'initialDelaySeconds': t.delay > 0 ? optional.of(t.delay) : optional.none(),
                    'timeoutSeconds': t.timeout,
                    'periodSeconds': t.period,
                    'failureThreshold': t.threshold
                  })[0]})
                + variables.sidecars.transformList(k, s, size(variables.gates[k]) > 0, variables.gates[k].map(g,
                  g.source == '${port}'
                  ? JSONPatch{op: 'add',
                    path: '/spec/initContainers/' + string(s.at) + '/startupProbe/tcpSocket',
                    value: g.probe.tcpSocket}
                  : JSONPatch{op: 'copy',
                    from: '/spec/initContainers/' + string(s.at) + '/' + g.source + '/' + g.kind,
                    path: '/spec/initContainers/' + string(s.at) + '/startupProbe/' + g.kind})[0])
                + (!variables.news ? []
                  : has(object.metadata.annotations)
                  ? [JSONPatch{op: 'add', path: '/metadata/annotations/' + jsonpatch.escapeKey('${status}'),
                    value: variables.status}]
                  : [JSONPatch{op: 'add', path: '/metadata/annotations', value: {'${status}': variables.status}}])""", "port", SourceKind.PORT, "status", Status.ANNOTATION);
    }
}
