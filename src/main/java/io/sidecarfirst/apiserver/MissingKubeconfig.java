package io.sidecarfirst.apiserver;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fails with a clear message where there is neither a kubeconfig nor a service account; the client would then ask for
 * kubernetes.default.svc, which only Pods can resolve.
 */
final class MissingKubeconfig {
    private MissingKubeconfig() {}

    /**
     * Refuses what a client makes up where it finds neither a kubeconfig nor a Pod's service account.
     *
     * @param given the file that was named on the command line
     * @throws ApiServerException if it is that
     */
    static void refuse(Config config, @Nullable Path given) {
        if (config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)) {
            Path usual = Path.of(System.getProperty("user.home"), ".kube", "config");
            throw new ApiServerException(
                    given != null ? withoutContext(given) : because(System.getenv("KUBECONFIG"), usual));
        }
    }

    /**
     * What is missing.
     *
     * @param variable the value of {@code KUBECONFIG}, files separated as in {@code PATH}
     * @param usual the file that is read where there is none
     */
    static String because(@Nullable String variable, Path usual) {
        if (variable == null || variable.isEmpty()) {
            return Files.isReadable(usual)
                    ? withoutContext(usual)
                    : "there is no kubeconfig: neither " + usual + " nor $KUBECONFIG; give --kubeconfig";
        }
        return Arrays.stream(variable.split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .map(MissingKubeconfig::withoutContext)
                .orElseGet(() -> "there is no kubeconfig: $KUBECONFIG names " + variable + ", which is not there");
    }

    private static String withoutContext(Path file) {
        return file + " names no cluster: it has no current context; give --context";
    }
}
