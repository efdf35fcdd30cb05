package io.sidecarfirst.policy;

import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.gate.veto.Mesh;
import java.util.List;
import java.util.stream.Stream;

/** The Pod's containers and sidecars, as the gate's Pod, Container and Tuning see them. */
final class SidecarVariables {
    private SidecarVariables() {}

    static List<Variable> variables() {
        return List.of(
                new Variable("inits", "The init containers.", "object.spec.?initContainers.orValue([])"),
                new Variable(
                        "all",
                        "All containers in the order of their start; the mains are the last.",
                        "variables.inits + object.spec.containers"),
                new Variable(
                        "hostNetwork",
                        "Whether the node's loopback is the Pod's own.",
                        "object.spec.?hostNetwork.orValue(false)"),
                new Variable(
                        "sidecars",
                        """
                        The native sidecars, with their places among the init containers and what the annotations ask for.
                        Every list over sidecars below has one item for each, in this order.""",
                        Cel.of(
                                """
                                variables.inits.transformList(i, s, ${isSidecar}, {
                                  'at': dyn(i),
                                  'name': dyn(s.name),
                                  'container': dyn(s),
                                  'proxy': dyn(s.name in ${proxies}),
                                  'tcp': dyn(${tcp}),
                                  'inject': dyn(${inject} == 'true'),
                                  'port': dyn(variables.words[?(s.name + '.${domain}/${port}')].orValue('')),
                                  'source': dyn(s.name + '.${domain}/${port}' in variables.words ? '${port}'
                                    : ${source})
                                })""",
                                "isSidecar",
                                isSidecar("s"),
                                "proxies",
                                Cel.strings(Stream.of(Mesh.values())
                                        .map(Mesh::proxy)
                                        .toList()),
                                "tcp",
                                tcp("s"),
                                "inject",
                                AnnotationVariables.value("words", WellKnown.INJECT, "'true'"),
                                "domain",
                                WellKnown.DOMAIN,
                                "port",
                                WellKnown.PORT,
                                "source",
                                AnnotationVariables.value("words", WellKnown.SOURCE, "'" + WellKnown.AUTO + "'"))));
    }

    static String isSidecar(String container) {
        return container + ".?restartPolicy.orValue('') == 'Always'";
    }

    /** The TCP ports that a container declares. */
    static String tcp(String container) {
        return container + ".?ports.orValue([]).filter(p, p.?protocol.orValue('TCP') == 'TCP').map(p, p.containerPort)";
    }
}
