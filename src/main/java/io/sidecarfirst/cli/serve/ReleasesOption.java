package io.sidecarfirst.cli.serve;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.cli.common.OutOfRange;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.release.ReleaseMemory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where {@code serve} learns which gates were given up. */
final class ReleasesOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--releases",
            paramLabel = "NAMESPACE/NAME",
            description = "The ConfigMap of gates that did not open and were given up: they are not made again."
                    + " Default: none is known.")
    private @Nullable String releases;

    /**
     * What is known of them.
     *
     * @param gates asked for each sidecar; it learns of changes by itself
     * @param parts what is to be closed at the end
     */
    record Known(ReleasedGates gates, List<AutoCloseable> parts) {}

    /**
     * Begins to read the ConfigMap, if there is to be one. A Pod is never kept waiting, or a server from starting,
     * because it cannot be read.
     *
     * @throws ParameterException if it is no name
     */
    Known open() {
        Optional<ObjectName> name = name();
        if (name.isEmpty()) {
            return new Known(ReleasedGates.NONE, List.of());
        }
        try {
            ReleaseMemory memory = ReleaseMemory.start(
                    ApiServer.ofThisPod(), name.get().namespace(), name.get().name());
            return new Known(
                    (namespace, sidecar, asked) -> memory.current().find(namespace, sidecar, asked), List.of(memory));
        } catch (ApiServerException e) {
            // Not kept in a field: the commands that write no log are not to pay for its start.
            LoggerFactory.getLogger(ReleasesOption.class)
                    .warn("gates that were given up are not known here and are made again: {}", e.getMessage());
            return new Known(ReleasedGates.NONE, List.of());
        }
    }

    /**
     * The ConfigMap; empty where there is to be none.
     *
     * @throws ParameterException if it is no name
     */
    Optional<ObjectName> name() {
        try {
            return Optional.ofNullable(releases).map(ObjectName::parse);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(command, "releases: " + e.getMessage());
        }
    }
}
