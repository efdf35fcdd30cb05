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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "three-sidecars",
        description = "On a real kubelet: when the main of a Pod with several slow sidecars begins.",
        sortOptions = false)
final class ThreeSidecarsCommand implements Callable<Integer> {
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

    @Option(names = "--sidecars", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int sidecars;

    @Option(
            names = "--serves-after",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "From each sidecar's start until it serves. Default: ${DEFAULT-VALUE}.")
    private double servesAfter;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Each with a Pod of each kind, one after the other. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        List<LagPod> pods = new ArrayList<>(List.of(LagPod.byProbes()));
        program.onNodes().map(LagPod::byContainer).ifPresent(pods::add);
        pods.addAll(List.of(LagPod.postStart(), LagPod.recipe(), LagPod.ungated()));
        Map<String, List<Figures>> figures = new LinkedHashMap<>();
        try (KubernetesClient client = cluster.client()) {
            for (int round = 0; round < rounds; round++) {
                for (LagPod pod : pods) {
                    Output.progress("round %d of %d, %s", round + 1, rounds, pod.name());
                    figures.computeIfAbsent(pod.name(), name -> new ArrayList<>())
                            .add(measure(client, pod));
                }
            }
        }
        Report report = output.report();
        Map<String, String> conditions = Report.conditions("sidecars", sidecars, "serves_after", servesAfter);
        report.add(
                figures.entrySet().stream()
                        .map(entry -> new Row(conditions, entry.getKey(), entry.getValue()))
                        .toList(),
                Figure.MAIN_BEGINS);
        output.finish(report);
        return 0;
    }

    /** Alone: three containers that start take what a small machine has. */
    private Figures measure(KubernetesClient client, LagPod pod) throws InterruptedException {
        String json = pod.json(image, Collections.nCopies(sidecars, servesAfter));
        try (TrialNamespace namespace = TrialNamespace.create(client)) {
            namespace.awaitPod(json, created -> true);
            namespace.createPod(json);
            double lastServes = 0;
            for (int i = 0; i < sidecars; i++) {
                lastServes = Math.max(lastServes, namespace.awaitTime(pod.name(), LagPod.sidecar(i), LagPod.SERVES));
            }
            double first = namespace.awaitTime(pod.name(), LagPod.sidecar(0), LagPod.BEGINS);
            double main = namespace.awaitTime(pod.name(), LagPod.MAIN, LagPod.BEGINS);
            return new Figures().put(Figure.MAIN_BEGINS, main - first).put(Figure.LAG, main - lastServes);
        }
    }
}
