package io.sidecarfirst.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** That nothing names a cluster, in words: the client would ask for a host that only Pods know. */
final class NoKubeconfig {
    private NoKubeconfig() {}

    /**
     * Refuses what a client makes up where it finds neither a kubeconfig nor a Pod's service account.
     *
     * @param given the file that was named on the command line
     * @throws ClusterException if it is that
     */
    static void refuse(Config config, Optional<Path> given) {
        if (config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
            throw new ClusterException(given.map(NoKubeconfig::withoutContext)
                    .orElseGet(() -> because(
                            Optional.ofNullable(System.getenv("KUBECONFIG")).filter(names -> !names.isEmpty()),
                            Path.of(System.getProperty("user.home"), ".kube", "config"))));
        }
    }

    /**
     * What is missing.
     *
     * @param variable the value of {@code KUBECONFIG}, files separated as in {@code PATH}
     * @param usual the file that is read where there is none
     */
    static String because(Optional<String> variable, Path usual) {
        if (variable.isEmpty()) {
            return Files.isReadable(usual)
                    ? withoutContext(usual)
                    : "there is no kubeconfig: neither " + usual + " nor $KUBECONFIG; give --kubeconfig";
        }
        return Arrays.stream(variable.get().split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .map(NoKubeconfig::withoutContext)
                .orElseGet(
                        () -> "there is no kubeconfig: $KUBECONFIG names " + variable.get() + ", which is not there");
    }

    private static String withoutContext(Path file) {
        return file + " names no cluster: it has no current context; give --context";
    }
}
