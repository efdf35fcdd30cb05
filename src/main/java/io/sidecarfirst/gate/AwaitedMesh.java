package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gates that a mesh's proxy will take the connections of, once it has been injected.
 *
 * <p>Files are all before their injection; in a cluster it is a mesh's webhook that comes later than this one.
 */
final class AwaitedMesh {
    private AwaitedMesh() {}

    /** One for each mesh that the Pod asks for, and whose proxy is not there. */
    static List<Warning> warnings(Pod pod, List<Verdict> verdicts) {
        List<Warning> warnings = new ArrayList<>();
        for (Mesh mesh : Mesh.values()) {
            Optional<String> asked = mesh.injection(pod);
            if (asked.isPresent() && !pod.meshProxies().has(mesh)) {
                redirected(pod, mesh, verdicts)
                        .ifPresent(sidecar -> warnings.add(Warning.advice(
                                Warning.Kind.AWAITED_MESH,
                                "the Pod asks for a proxy of " + mesh.title() + " ("
                                        + asked.get() + "), which is not there yet: once it is, the gate of sidecar "
                                        + sidecar.describe()
                                        + " may prove nothing, or never open if the proxy is no earlier sidecar")));
            }
        }
        return warnings;
    }

    private static Optional<Container> redirected(Pod pod, Mesh mesh, List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(verdict -> verdict instanceof Verdict.Gated gated
                        && gated.byProbe()
                        && gated.handler().reaches(pod)
                        && gated.sidecar()
                                .probedPort(gated.handler())
                                .map(port -> mesh.redirects(pod, port))
                                .orElse(true))
                .map(Verdict::sidecar)
                .findFirst();
    }
}
