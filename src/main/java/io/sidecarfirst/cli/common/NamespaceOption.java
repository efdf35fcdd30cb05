package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which namespace a command is about; as kubectl has it. */
public final class NamespaceOption {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "The namespace. Default: that of the kubeconfig's context, else \"default\".")
    private @Nullable String namespace;

    /** Whether a name is given. */
    public boolean isGiven() {
        return namespace != null;
    }

    /**
     * The name that is given, else that of the kubeconfig's context, else {@code default}.
     *
     * @throws CommandFailure if it can be no namespace's name
     */
    public String of(ApiServer server) {
        return checked(namespace == null ? server.namespace().orElse("default") : namespace);
    }

    /**
     * The name itself. It becomes a part of a URL, so nothing else may.
     *
     * @throws CommandFailure if it can be no namespace's name
     */
    public static String checked(String name) {
        if (!name.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?")) {
            throw new CommandFailure(ExitCode.USAGE, "\"" + name + "\" can be no namespace's name; check --namespace");
        }
        return name;
    }
}
