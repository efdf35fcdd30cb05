package io.sidecarfirst.bench.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster that a kubeconfig names. */
public final class Cluster {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${KUBECONFIG}",
            description = "Of a cluster to try things in. Default: what the variable KUBECONFIG names.")
    private @Nullable Path kubeconfig;

    /**
     * A client of its API server, which tries nothing twice: that would hide what is refused.
     *
     * @throws IllegalArgumentException if no cluster is named
     */
    public KubernetesClient client() {
        if (kubeconfig == null) {
            throw new IllegalArgumentException("which cluster? give --kubeconfig, or set KUBECONFIG");
        }
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.fromKubeconfig(kubeconfig.toFile()))
                        .withRequestRetryBackoffLimit(0)
                        // One connection has room for a hundred requests at once, and more are refused by the client.
                        .withHttp2Disable(true)
                        .build())
                .build();
    }
}
