package io.sidecarfirst.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.bench.cluster.Cluster;
import io.sidecarfirst.bench.cluster.GateProgram;
import io.sidecarfirst.bench.cluster.LagPod;
import io.sidecarfirst.bench.cluster.TrialNamespace;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "gate-lag",
        description = "On a real kubelet: how long after the sidecar serves the main begins.",
        sortOptions = false)
final class GateLagCommand implements Callable<Integer> {
    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private GateProgram program = new GateProgram();

    @Option(
            names = "--sidecar-image",
            paramLabel = "TAG",
            defaultValue = "nginx:latest",
            description = "nginx with curl. Default: ${DEFAULT-VALUE}.")
    private String image = "";

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Each with a Pod of each kind, at once. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--serves-after",
            split = ",",
            paramLabel = "SECONDS",
            description = "From the sidecar's start until it serves, the same in all rounds; several are measured in"
                    + " turn. Default: 3, and 1.3 more in each round.")
    private List<Double> servesAfter = List.of();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        List<LagPod> pods = new ArrayList<>(List.of(LagPod.byProbes()));
        program.onNodes().map(LagPod::byContainer).ifPresent(pods::add);
        pods.addAll(List.of(LagPod.probed("period-10", 0, 10), LagPod.recipe(), LagPod.postStart(), LagPod.ungated()));
        Report report = output.report();
        try (KubernetesClient client = cluster.client()) {
            if (servesAfter.isEmpty()) {
                // At other places within the periods of the probes, from round to round.
                report.add(measure(client, pods, Map.of(), round -> 3 + 1.3 * round), Figure.LAG);
            }
            for (double delay : servesAfter) {
                Map<String, String> conditions = Report.conditions("serves_after", delay);
                report.add(measure(client, pods, conditions, round -> delay), Figure.LAG);
            }
        }
        output.finish(report);
        return 0;
    }

    private List<Row> measure(
            KubernetesClient client, List<LagPod> pods, Map<String, String> conditions, IntToDoubleFunction delay)
            throws InterruptedException {
        Map<String, List<Figures>> lags = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Output.progress("%s round %d of %d", conditions.values(), round + 1, rounds);
            measure(client, pods, delay.applyAsDouble(round), lags);
        }
        return lags.entrySet().stream()
                .map(entry -> new Row(conditions, entry.getKey(), entry.getValue()))
                .toList();
    }

    private void measure(KubernetesClient client, List<LagPod> pods, double delay, Map<String, List<Figures>> lags)
            throws InterruptedException {
        try (TrialNamespace namespace = TrialNamespace.create(client)) {
            namespace.awaitPod(pods.get(0).json(image, List.of(delay)), created -> true);
            for (LagPod pod : pods) {
                namespace.createPod(pod.json(image, List.of(delay)));
            }
            for (LagPod pod : pods) {
                double serves = namespace.awaitTime(pod.name(), LagPod.sidecar(0), LagPod.SERVES);
                double begins = namespace.awaitTime(pod.name(), LagPod.MAIN, LagPod.BEGINS);
                lags.computeIfAbsent(pod.name(), name -> new ArrayList<>())
                        .add(new Figures().put(Figure.LAG, begins - serves));
            }
        }
    }
}
