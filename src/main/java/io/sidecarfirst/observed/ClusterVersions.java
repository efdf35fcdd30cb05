package io.sidecarfirst.observed;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a cluster. Probes and the order of containers are the kubelets' work, whose versions may be up to
 * three minor ones behind the API server's.
 *
 * @param server the API server's; null if it is not known
 * @param nodes those of the kubelets, each once; empty if they are not known
 * @see <a href="https://kubernetes.io/releases/version-skew-policy/#kubelet">Version skew policy</a>
 */
public record ClusterVersions(@Nullable KubernetesVersion server, List<KubernetesVersion> nodes) {
    /** Nothing is known. */
    public static final ClusterVersions UNKNOWN = new ClusterVersions(null, List.of());

    public ClusterVersions {
        nodes = nodes.stream().distinct().sorted().toList();
    }

    /** That version, of the server and of all nodes. */
    public static ClusterVersions all(@Nullable KubernetesVersion version) {
        return new ClusterVersions(version, List.of());
    }

    /** What runs the Pods: the nodes' versions; where they are not known, the server's. */
    public List<KubernetesVersion> kubelets() {
        return nodes.isEmpty() ? Stream.ofNullable(server).toList() : nodes;
    }

    /** The oldest of them all. */
    public Optional<KubernetesVersion> oldest() {
        return Stream.concat(Stream.ofNullable(server), nodes.stream()).min(KubernetesVersion::compareTo);
    }

    /** The kubelets' versions for which something holds, in words; empty where it holds for none. */
    public Optional<String> kubelets(Predicate<KubernetesVersion> condition) {
        Collection<KubernetesVersion> found =
                kubelets().stream().filter(condition).toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.stream().map(Object::toString).collect(Collectors.joining(", "))
                        + (nodes.isEmpty() ? "" : " (kubelet)"));
    }
}
