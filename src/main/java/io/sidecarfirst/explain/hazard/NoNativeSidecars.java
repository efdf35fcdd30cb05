package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.observed.KubernetesVersion;
import java.util.List;

/**
 * Native sidecars came with Kubernetes 1.28, off by default, and are on by default since 1.29.
 *
 * <p>Reads the versions of the server and of the nodes: the oldest counts.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">Sidecar containers</a>
 */
final class NoNativeSidecars implements Hazard {
    /** The first minor version with native sidecars. */
    static final int FIRST = 28;

    @Override
    public List<Finding> in(HazardContext context) {
        KubernetesVersion version = context.target().versions().oldest().orElse(null);
        if (version == null
                || version.minor() > FIRST
                || context.plan().verdicts().isEmpty()) {
            return List.of();
        }
        return List.of(new Finding(
                "no-native-sidecars",
                null,
                version.minor() < FIRST
                        ? "Kubernetes " + version
                                + " has no native sidecars: an init container with restartPolicy Always is refused"
                                + " there, or taken for an ordinary one that has to end. They come with 1.28, and are"
                                + " on by default from 1.29."
                        : "Kubernetes " + version
                                + " has native sidecars only where the feature gate SidecarContainers is on; it is by"
                                + " default from 1.29.",
                "https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/"));
    }
}
