package io.sidecarfirst.bench.server;

import java.nio.file.Path;
import java.util.List;

/** A {@code serve} that can be started with more options, and with a cluster of its own. */
public interface ServeTarget extends Target {
    /** An address of this machine at which what is started can reach the bench. */
    String addressOfBench();

    /**
     * The same with a cluster.
     *
     * @param kubeconfig that every user may read, in a directory that may be shown to a container
     * @param options more of {@code serve}
     */
    ServeTarget with(Path kubeconfig, List<String> options);

    /**
     * The same without a cluster.
     *
     * @param name of the variant
     * @param options more of {@code serve}
     */
    ServeTarget with(String name, List<String> options);
}
