package io.sidecarfirst.cli.serve;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.cli.common.OutOfRange;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.observer.Observer;
import io.sidecarfirst.observer.ObserverSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether {@code serve} observes the cluster. */
final class ObserverOptions {
    private static final int MAX_WAITING_SECONDS = 86_400;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--observer-lease",
            paramLabel = "NAMESPACE/NAME",
            description = "Observe the cluster whenever this replica holds that Lease: Events tell of Pods that wait on"
                    + " a gate, were skipped or missed. With --releases, gates that do not open are given up."
                    + " Default: nothing is observed.")
    private @Nullable String lease;

    @Option(
            names = "--waiting-after-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "With --observer-lease: how long a Pod may wait on a gate until an Event says so."
                    + " Default: ${DEFAULT-VALUE}.")
    private long waitingAfterSeconds;

    /** @throws ParameterException for a value that cannot be used */
    void check() {
        OutOfRange.refuse(command, "waiting-after-seconds", waitingAfterSeconds, 1, MAX_WAITING_SECONDS);
        var unused = name();
    }

    private Optional<ObjectName> name() {
        try {
            return Optional.ofNullable(lease).map(ObjectName::parse);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(command, "observer-lease: " + e.getMessage());
        }
    }

    /**
     * Starts to observe, where that is wanted. A server is never kept from starting because it cannot.
     *
     * @param configuration the MutatingWebhookConfiguration that calls this server; null if it is not known
     * @param settings when gates are given up
     * @param releases where that is remembered
     * @param gate the decision
     */
    Optional<Observer> observer(
            @Nullable String configuration,
            Settings settings,
            Optional<ObjectName> releases,
            Gate gate,
            PrometheusRegistry metrics) {
        Optional<ObjectName> name = name();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Observer.start(
                    ApiServer.ofThisPod(),
                    new ObserverSettings(
                            name.get(),
                            configuration,
                            Duration.ofSeconds(waitingAfterSeconds),
                            releases.map(map -> new ObserverSettings.ReleaseSettings(
                                            map,
                                            (pod, sidecar, source) -> settings.releaseAfter()
                                                    .seconds(source, SidecarOverrides.of(pod, sidecar))))
                                    .orElse(null),
                            gate,
                            identity()),
                    metrics));
        } catch (ApiServerException e) {
            // Not kept in a field: the commands that write no log are not to pay for its start.
            LoggerFactory.getLogger(ObserverOptions.class).warn("the cluster is not observed: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** The Pod's name is its host name; a container that starts again is another one. */
    private static String identity() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("serve");
        return host + "_" + UUID.randomUUID().toString().substring(0, 8);
    }
}
