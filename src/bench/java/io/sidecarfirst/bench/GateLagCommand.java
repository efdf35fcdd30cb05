package io.sidecarfirst.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.bench.cluster.Cluster;
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

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        List<LagPod> pods = List.of(
                LagPod.ours(image),
                LagPod.probed("period-10", 0, 10),
                LagPod.probed("recipe", 5, 30),
                LagPod.postStart());
        Map<String, List<Figures>> lags = new LinkedHashMap<>();
        try (KubernetesClient client = cluster.client()) {
            for (int round = 0; round < rounds; round++) {
                Output.progress("round %d of %d", round + 1, rounds);
                // At other places within the periods of the probes, from round to round.
                measure(client, pods, 3 + 1.3 * round, lags);
            }
        }
        Report report = output.report();
        report.add(
                lags.entrySet().stream()
                        .map(entry -> new Row(Map.of(), entry.getKey(), entry.getValue()))
                        .toList(),
                Figure.LAG);
        output.finish(report);
        return 0;
    }

    private void measure(KubernetesClient client, List<LagPod> pods, double delay, Map<String, List<Figures>> lags)
            throws InterruptedException {
        try (TrialNamespace namespace = TrialNamespace.create(client)) {
            namespace.awaitPod(pods.get(0).json(image, delay), created -> true);
            for (LagPod pod : pods) {
                namespace.createPod(pod.json(image, delay));
            }
            for (LagPod pod : pods) {
                double serves = namespace.awaitTime(pod.name(), "sidecar");
                double begins = namespace.awaitTime(pod.name(), "main");
                lags.computeIfAbsent(pod.name(), name -> new ArrayList<>())
                        .add(new Figures().put(Figure.LAG, begins - serves));
            }
        }
    }
}
