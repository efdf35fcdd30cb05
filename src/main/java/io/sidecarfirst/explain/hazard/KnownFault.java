package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.observed.KubernetesVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Kubernetes versions in which a startupProbe of a sidecar does harm. What counts is the kubelet's version, which is at
 * most the API server's.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/issues/132826">kubernetes#132826</a>: restartPolicy Never, at
 *     least two startupProbes, a sidecar that fails at first: the mains never start. Fixed by #133072 in 1.35.0, and in
 *     1.34.2 (#134800) and 1.33.6 (#134801); the pick for 1.32 (#134802) was closed
 * @see <a href="https://github.com/kubernetes/kubernetes/pull/137146">kubernetes#137146</a>: in 1.35, after a restart
 *     of the kubelet, mains that crash beside a sidecar with a startupProbe are not restarted. Fixed in 1.35.4
 *     (#137885)
 */
final class KnownFault implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        KubernetesVersion version = context.target().version();
        if (version == null || context.blockingProbes().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (losesStartupProbe(version)
                && context.target().restartPolicy().equals("Never")
                && startupProbes(context) > 1) {
            findings.add(new Finding(
                    "known-fault",
                    null,
                    "Kubernetes " + version + " may forget the startupProbe of a sidecar that failed at first,"
                            + " in a Pod with restartPolicy Never and several startupProbes: the mains then never"
                            + " start. Fixed in 1.33.6, 1.34.2 and 1.35.0.",
                    "https://github.com/kubernetes/kubernetes/issues/132826"));
        }
        if (version.isBefore(35, 4)) {
            findings.add(new Finding(
                    "known-fault",
                    null,
                    "Kubernetes " + version
                            + ": after a restart of the kubelet, mains that crash beside a sidecar"
                            + " with a startupProbe are not restarted. Fixed in 1.35.4.",
                    "https://github.com/kubernetes/kubernetes/pull/137146"));
        }
        return findings;
    }

    private static boolean losesStartupProbe(KubernetesVersion version) {
        return (version.minor() >= NoNativeSidecars.FIRST && version.minor() < 33)
                || version.isBefore(33, 6)
                || version.isBefore(34, 2);
    }

    /** All of the Pod's: those that the mains wait for, and those of the mains. */
    private static long startupProbes(HazardContext context) {
        JsonNode mains = context.target().pod().root().path("spec").path("containers");
        long ofMains = Stream.iterate(0, i -> i < mains.size(), i -> i + 1)
                .filter(i ->
                        new Container(mains.path(i), i, false).startupProbe().isPresent())
                .count();
        return context.blockingProbes().size() + ofMains;
    }
}
