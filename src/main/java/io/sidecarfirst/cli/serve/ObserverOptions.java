package io.sidecarfirst.cli.serve;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.certificates.cluster.ObjectName;
import io.sidecarfirst.cli.common.OutOfRange;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.observer.Observer;
import io.sidecarfirst.observer.ObserverSettings;
import io.sidecarfirst.release.ReleaseMemory;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether {@code serve} observes the cluster, and what it knows of gates that were given up. */
final class ObserverOptions {
    private static final int MAX_WAITING_SECONDS = 86_400;

    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec command;

    @Option(
            names = "--observer-lease",
            paramLabel = "NAMESPACE/NAME",
            description = "Observe the cluster whenever this replica holds that Lease: Events tell of Pods that wait on"
                    + " a gate, were skipped or missed. Default: nothing is observed.")
    private @Nullable String lease;

    @Option(
            names = "--released-gates",
            paramLabel = "NAMESPACE/NAME",
            description = "The ConfigMap of gates that did not open and were given up: they are not made again. With"
                    + " --observer-lease, more are given up, and their Pods are evicted. Default: none is given up.")
    private @Nullable String releasedGates;

    @Option(
            names = "--waiting-after-seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "With --observer-lease: how long a Pod may wait on a gate until an Event says so."
                    + " Default: ${DEFAULT-VALUE}.")
    private long waitingAfterSeconds;

    /** @throws ParameterException for a value out of range */
    void check() {
        OutOfRange.refuse(command, "waiting-after-seconds", waitingAfterSeconds, 1, MAX_WAITING_SECONDS);
        Optional.ofNullable(lease).ifPresent(text -> name("observer-lease", text));
        Optional.ofNullable(releasedGates).ifPresent(text -> name("released-gates", text));
    }

    private ObjectName name(String option, String text) {
        try {
            return ObjectName.parse(text);
        } catch (IllegalArgumentException e) {
            throw OutOfRange.of(command, option + ": " + e.getMessage());
        }
    }

    /** What this replica remembers; empty where nothing is. */
    Optional<ReleaseMemory> memory() {
        return Optional.ofNullable(releasedGates)
                .map(text -> name("released-gates", text))
                .map(map -> ReleaseMemory.start(ApiServer.ofThisPod(), map.namespace(), map.name()));
    }

    /** The same as the decision asks for it. */
    static ReleasedGates of(Optional<ReleaseMemory> memory) {
        return memory.<ReleasedGates>map(it ->
                        (namespace, sidecar, asked) -> it.current().find(namespace, sidecar, asked))
                .orElse(ReleasedGates.NONE);
    }

    /**
     * Starts to observe, where that is wanted.
     *
     * @param configuration the MutatingWebhookConfiguration that calls this server; null if it is not known
     * @param settings when gates are given up
     */
    Optional<Observer> observer(@Nullable String configuration, Settings settings, PrometheusRegistry metrics) {
        return Optional.ofNullable(lease)
                .map(text -> name("observer-lease", text))
                .map(it -> Observer.start(
                        ApiServer.ofThisPod(),
                        new ObserverSettings(
                                it.namespace(),
                                it.name(),
                                configuration,
                                Duration.ofSeconds(waitingAfterSeconds),
                                release(settings),
                                identity()),
                        metrics));
    }

    private ObserverSettings.@Nullable ReleaseSettings release(Settings settings) {
        if (releasedGates == null) {
            return null;
        }
        ObjectName map = name("released-gates", releasedGates);
        return new ObserverSettings.ReleaseSettings(
                map.namespace(), map.name(), (pod, sidecar, source) -> settings.releaseAfter()
                        .seconds(source, SidecarOverrides.of(pod, sidecar)));
    }

    /** The Pod's name is its host name; a container that starts again is another one. */
    private static String identity() {
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("serve");
        return host + "_" + UUID.randomUUID().toString().substring(0, 8);
    }
}
