package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command asks; as kubectl has them. */
public final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "The kubeconfig. Default: ~/.kube/config, or what $KUBECONFIG names; inside a Pod its service"
                    + " account.")
    private @Nullable Path kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "The context in it. Default: its current one.")
    private @Nullable String context;

    /**
     * A connection to that cluster; nothing is asked of it yet.
     *
     * @throws CommandFailure if the kubeconfig cannot be used
     */
    public ApiServer connect() {
        try {
            return ApiServer.connect(kubeconfig, context);
        } catch (ApiServerException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
