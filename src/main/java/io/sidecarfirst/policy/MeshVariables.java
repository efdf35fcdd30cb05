package io.sidecarfirst.policy;

import io.sidecarfirst.gate.veto.Mesh;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The service meshes' proxies, as the gate's Mesh sees them; and those that are still to come, which only the policy has to
 * think of, because all policies are evaluated before all webhooks.
 *
 * @see <a href="https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/">Istio: installing the sidecar</a>
 * @see <a href="https://linkerd.io/2/features/proxy-injection/">Linkerd: automatic proxy injection</a>
 * @see <a href="https://kuma.io/docs/latest/production/dp-config/dpp-on-kubernetes/">Kuma: data plane on Kubernetes</a>
 */
final class MeshVariables {
    private MeshVariables() {}

    static List<Variable> variables() {
        return List.of(
                new Variable(
                        "redirects",
                        "The ports that each mesh redirects to its proxy: all except a list, or only a list.",
                        Cel.of(
                                """
                                {
                                  '${istio}': variables.annotations[?'${mode}'].orValue('') == '${none}' ? ['only', '']
                                    : variables.annotations[?'${included}'].orValue('*').trim() == '*'
                                    ? ['except', string(variables.annotations[?'${istioExclusion}'].orValue(''))]
                                    : ['only', string(variables.annotations['${included}'])],
                                  '${linkerd}': ['except', string(variables.annotations[?'${linkerdExclusion}'].orValue(''))],
                                  '${kuma}': ['except', string(variables.annotations[?'${kumaExclusion}'].orValue(''))]
                                }""",
                                "istio",
                                Mesh.ISTIO.proxy(),
                                "mode",
                                Mesh.ISTIO_MODE,
                                "none",
                                Mesh.ISTIO_NO_REDIRECT,
                                "included",
                                Mesh.ISTIO_INCLUDED,
                                "istioExclusion",
                                Mesh.ISTIO.exclusion(),
                                "linkerd",
                                Mesh.LINKERD.proxy(),
                                "linkerdExclusion",
                                Mesh.LINKERD.exclusion(),
                                "kuma",
                                Mesh.KUMA.proxy(),
                                "kumaExclusion",
                                Mesh.KUMA.exclusion())),
                new Variable(
                        "proxies",
                        "The meshes' proxies in this Pod, and the ports on which each of them answers probes itself.",
                        Cel.of(
                                """
                                variables.all.transformList(j, c, c.name in variables.redirects
                                  && (j >= size(variables.inits) || ${isSidecar}), {
                                  'at': dyn(j),
                                  'name': dyn(c.name),
                                  'except': dyn(variables.redirects[c.name][0] == 'except'),
                                  'ranges': dyn(variables.redirects[c.name][1].split(',').map(r, r.trim())
                                    .filter(r, r.matches(r'^[0-9]{1,5}\\s*(-\\s*[0-9]{1,5})?$'))
                                    .map(r, r.split('-').map(n, int(n.trim())))),
                                  'answers': dyn(c.name == '${istio}' ? ${istioPorts} : c.name == '${linkerd}' ? ['${linkerdPort}']
                                    : ${kumaPorts})
                                })""",
                                "isSidecar",
                                SidecarVariables.isSidecar("c"),
                                "istio",
                                Mesh.ISTIO.proxy(),
                                "istioPorts",
                                Cel.strings(Mesh.ISTIO_PORTS.stream()
                                        .sorted()
                                        .map(String::valueOf)
                                        .toList()),
                                "linkerd",
                                Mesh.LINKERD.proxy(),
                                "linkerdPort",
                                Mesh.LINKERD_PORT,
                                "kumaPorts",
                                kumaPorts())),
                new Variable(
                        "awaited",
                        """
                        Whether a mesh's webhook, which comes after all policies, is still to add its proxy. Then no probe
                        over the network becomes a gate; once the proxy is there, the policy is evaluated again.""",
                        Cel.of(
                                """
                                [object.metadata.?labels.orValue({})].exists(pod,
                                  [namespaceObject.metadata.?labels.orValue({})].exists(labels,
                                  [namespaceObject.metadata.?annotations.orValue({})].exists(annotations,
                                    !variables.proxies.exists(p, p.name == '${istio}')
                                    && pod[?'sidecar.istio.io/inject'].or(variables.annotations[?'sidecar.istio.io/inject'])
                                      .orValue(labels[?'istio-injection'].orValue('') == 'enabled' || 'istio.io/rev' in labels
                                        || 'istio.io/rev' in pod ? 'true' : 'false') != 'false'
                                    || !variables.proxies.exists(p, p.name == '${linkerd}')
                                    && variables.annotations[?'linkerd.io/inject'].or(annotations[?'linkerd.io/inject'])
                                      .orValue('disabled') != 'disabled'
                                    || !variables.proxies.exists(p, p.name == '${kuma}')
                                    && pod[?'kuma.io/sidecar-injection'].or(variables.annotations[?'kuma.io/sidecar-injection'])
                                      .or(labels[?'kuma.io/sidecar-injection']).or(annotations[?'kuma.io/sidecar-injection'])
                                      .orValue('disabled') in ['enabled', 'true'])))""",
                                "istio",
                                Mesh.ISTIO.proxy(),
                                "linkerd",
                                Mesh.LINKERD.proxy(),
                                "kuma",
                                Mesh.KUMA.proxy())));
    }

    private static String kumaPorts() {
        return Mesh.KUMA_PORTS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "variables.annotations[?'" + entry.getKey() + "'].orValue('" + entry.getValue() + "')")
                .collect(Collectors.joining(",\n      ", "[", "]"));
    }

    /** Whether a proxy, {@code p}, is sent the connection of a handler. */
    static String redirects(String handler) {
        return Cel.of("""
                (p.except != p.ranges.exists(r, r[0] > 0 && r[0] <= ${handler}.ports[0] && ${handler}.ports[0] <= r[size(r) - 1]))""", "handler", handler);
    }
}
