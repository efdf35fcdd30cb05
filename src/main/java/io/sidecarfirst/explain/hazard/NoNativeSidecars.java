package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.observed.KubernetesVersion;
import java.util.List;
import java.util.Optional;

/**
 * Native sidecars came with Kubernetes 1.28, off by default, and are on by default since 1.29.
 *
 * <p>Reads the cluster's version.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">Sidecar containers</a>
 */
final class NoNativeSidecars implements Hazard {
    static final int FIRST = 28;

    @Override
    public List<Finding> in(HazardContext context) {
        Optional<KubernetesVersion> version = context.target()
                .version()
                .filter(it -> it.minor() <= FIRST && !context.plan().verdicts().isEmpty());
        return version.stream()
                .map(it -> new Finding(
                        "no-native-sidecars",
                        Optional.empty(),
                        it.minor() < FIRST
                                ? "Kubernetes " + it
                                        + " has no native sidecars: an init container with restartPolicy Always is"
                                        + " refused there, or taken for an ordinary one that has to end. They come with 1.28, and"
                                        + " are on by default from 1.29."
                                : "Kubernetes " + it
                                        + " has native sidecars only where the feature gate SidecarContainers is on;"
                                        + " it is by default from 1.29.",
                        Optional.of("https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/")))
                .toList();
    }
}
