package io.sidecarfirst.bench;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.bench.apiserver.SimulatedApiServer;
import io.sidecarfirst.bench.apiserver.SimulatedPods;
import io.sidecarfirst.bench.apiserver.SimulatedPods.Population;
import io.sidecarfirst.bench.machine.ServerProcess;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.ServeTarget;
import io.sidecarfirst.bench.server.Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "observer",
        description = "Start, memory and processor time of a replica without the observer, with one that stands by, and"
                + " with an active one, for a simulated API server with many Pods.",
        sortOptions = false)
final class ObserverCommand implements Callable<Integer> {
    private static final String SERVER_NAME = "sidecar-first.bench.svc";
    private static final Path KUBECONFIG_DIRECTORY = Path.of("target/bench/kube");

    private static final int WARM_UP_TRIES = 10;

    /** What was told is worked off by then. */
    private static final Duration AFTER_CHANGES = Duration.ofSeconds(1);

    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "Of this machine, as what is measured reaches it. Default: that of Docker's bridge for an"
                    + " image, 127.0.0.1 for a command.")
    private @Nullable String address;

    @Option(
            names = "--pods",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Of 12 kB each. Default: ${DEFAULT-VALUE}.")
    private int pods;

    @Option(
            names = "--with-sidecar",
            paramLabel = "PERCENT",
            defaultValue = "50",
            description = "How many of a hundred Pods have a native sidecar. Default: ${DEFAULT-VALUE}.")
    private int percentWithSidecar;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "100",
            description = "Pods that wait on a gate; an Event tells of each. Default: ${DEFAULT-VALUE}.")
    private int waiting;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "50",
            description = "Changes of Pods a second. Default: ${DEFAULT-VALUE}.")
    private int changes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "For how long they come. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--settle",
            paramLabel = "N",
            defaultValue = "12",
            description = "Seconds of rest before memory is read. Default: ${DEFAULT-VALUE}.")
    private int settle;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private Output output = new Output();

    /** What a replica does with the observer. */
    private enum Role {
        OFF,
        STANDBY,
        ACTIVE
    }

    /** By their conditions, that of the observer switched off first. */
    private final Map<Map<String, String>, List<Figures>> rows = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        ServeTarget target = targets.startable();
        String reached = address == null ? target.addressOfBench() : address;
        String authority = targets.certifyAs(SERVER_NAME);
        Population many = new Population(pods, percentWithSidecar, waiting);
        warmUp(many);
        for (int round = 0; round < rounds; round++) {
            Output.progress("round %d of %d", round + 1, rounds);
            run(target, reached, authority, Role.OFF, many);
            run(target, reached, authority, Role.STANDBY, many);
            run(target, reached, authority, Role.ACTIVE, Population.NONE);
            run(target, reached, authority, Role.ACTIVE, many);
        }
        output.finish(report());
        return 0;
    }

    /** The first replica should not wait for an API server that is slow because it has just been started. */
    private static void warmUp(Population population) throws InterruptedException {
        try (SimulatedApiServer api = SimulatedApiServer.start(
                        "127.0.0.1", new SimulatedPods(population), SimulatedApiServer.Lease.TAKEN, "");
                ApiServer client = ApiServer.connect(api.kubeconfig(KUBECONFIG_DIRECTORY), null)) {
            for (int left = WARM_UP_TRIES; left > 0; left--) {
                try {
                    var unused = client.list("api/v1/pods", "", 100, pod -> {});
                    return;
                } catch (ApiServerException e) {
                    // On a busy machine the first connection takes longer than a client waits.
                    Output.progress("the simulated API server is not warm yet: %s", String.valueOf(e.getMessage()));
                }
            }
            throw new IllegalStateException("the simulated API server does not answer");
        }
    }

    private Report report() {
        List<Row> all = rows.entrySet().stream()
                .map(row -> new Row(
                        row.getKey(), row.getKey().containsValue("off") ? "off" : "sidecar-first", row.getValue()))
                .toList();
        Report report = output.report();
        report.add(all);
        Row off = all.get(0);
        all.stream()
                .skip(1)
                .forEach(row -> report.addRatios(row, off, Figure.START, Figure.PRIVATE, Figure.RESIDENT, Figure.PEAK));
        return report;
    }

    private void run(ServeTarget target, String reached, String authority, Role role, Population population)
            throws InterruptedException {
        SimulatedApiServer.Lease lease =
                role == Role.ACTIVE ? SimulatedApiServer.Lease.FREE : SimulatedApiServer.Lease.TAKEN;
        try (SimulatedApiServer api =
                        SimulatedApiServer.start(reached, new SimulatedPods(population), lease, authority);
                Server server = target.with(api.kubeconfig(KUBECONFIG_DIRECTORY), options(role))
                        .start()) {
            Figures figures =
                    new Figures().put(Figure.START, server.awaitReady().toNanos() / 1e6);
            if (role == Role.STANDBY) {
                api.awaitLeaseRead();
            } else if (role == Role.ACTIVE) {
                api.awaitList();
                double before = server.cpuSeconds();
                api.awaitWatch();
                figures.put(Figure.LIST_CPU, (server.cpuSeconds() - before) * 1e3);
            }
            add(role, population, 0, settled(server, api, figures));
            if (role == Role.ACTIVE && population.pods() > 0) {
                add(role, population, changes, settled(server, api, changed(server, api)));
            }
            if (!api.unknown().isEmpty()) {
                throw new IllegalStateException("the simulated API server does not know " + api.unknown());
            }
        }
    }

    /** As the chart has them, with and without {@code observer.enabled}. */
    private static List<String> options(Role role) {
        List<String> options = new ArrayList<>(List.of(
                "--webhook-configuration=" + SimulatedApiServer.CONFIGURATION, "--tls-server-name=" + SERVER_NAME));
        if (role != Role.OFF) {
            options.add("--releases=" + SimulatedApiServer.RELEASES);
            options.add("--observer-lease=" + SimulatedApiServer.LEASE);
        }
        return options;
    }

    private Figures changed(Server server, SimulatedApiServer api) throws InterruptedException {
        double before = server.cpuSeconds();
        int told = api.change(changes, Duration.ofSeconds(seconds));
        Thread.sleep(AFTER_CHANGES.toMillis());
        return new Figures().put(Figure.CHANGE_CPU, (server.cpuSeconds() - before) * 1e6 / told);
    }

    private Figures settled(Server server, SimulatedApiServer api, Figures figures) throws InterruptedException {
        Thread.sleep(settle * 1000L);
        server.end().ifPresent(end -> {
            throw new IllegalStateException(server.url() + ": " + end);
        });
        ServerProcess process = server.process().orElseThrow();
        return figures.put(Figure.PRIVATE, process.privateMiB())
                .put(Figure.RESIDENT, process.residentMiB())
                .put(Figure.PEAK, process.peakMiB())
                .put(Figure.EVENTS, api.eventsWritten())
                .put(Figure.LEASE_WRITES, api.leaseWrites());
    }

    private void add(Role role, Population population, int changesTold, Figures figures) {
        Map<String, String> conditions = Report.conditions(
                "observer", role.name().toLowerCase(Locale.ROOT), "pods", population.pods(), "changes/s", changesTold);
        rows.computeIfAbsent(conditions, name -> new ArrayList<>()).add(figures);
    }
}
