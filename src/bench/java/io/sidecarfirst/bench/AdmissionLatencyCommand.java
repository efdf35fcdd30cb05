package io.sidecarfirst.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.bench.cluster.Cluster;
import io.sidecarfirst.bench.cluster.TrialNamespace;
import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.Latencies;
import io.sidecarfirst.bench.machine.Tool;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "admission-latency",
        description = "What a webhook adds to the creation of a Pod, by a real API server: ours, and one that does no work.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AdmissionLatencyCommand implements Callable<Integer> {
    private static final String OURS = "sidecar-first";
    private static final String FLOOR = "floor";
    private static final String NONE = "none";

    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Mixin
    private Cluster cluster = new Cluster();

    @Option(
            names = "--address",
            paramLabel = "IP",
            description = "Of this machine, as the API server reaches it. Default: that of Docker's bridge.")
    private @Nullable String address;

    @Option(
            names = "--bodies",
            split = ",",
            paramLabel = "SIDECARS:BYTES",
            defaultValue = "1:6k,4:33k",
            description = "Reviews, whose Pods are created. Default: ${DEFAULT-VALUE}.")
    private List<String> bodies = List.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "300",
            description = "Of each round, one at a time. Default: ${DEFAULT-VALUE}.")
    private int requests;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        String reached = address == null
                ? Tool.run("docker", "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Gateway}}")
                : address;
        String authority = targets.certifyFor(reached);
        Report report = output.report();
        for (String name : bodies) {
            Body body = Body.parse(name);
            try (KubernetesClient client = cluster.client();
                    Server ours = targets.startable().startAt(reached);
                    Server floor = targets.bareFor(body).startAt(reached);
                    TrialNamespace passesNone = TrialNamespace.create(client);
                    TrialNamespace passesFloor = TrialNamespace.create(client);
                    TrialNamespace passesOurs = TrialNamespace.create(client)) {
                ours.awaitAnswer(Body.TYPICAL);
                floor.awaitAnswer(Body.TYPICAL);
                Map<String, TrialNamespace> variants = new LinkedHashMap<>();
                variants.put(OURS, passesOurs.behind(ours.url(), authority));
                variants.put(FLOOR, passesFloor.behind(floor.url(), authority));
                variants.put(NONE, passesNone);
                String pod = pod(body);
                for (TrialNamespace namespace : variants.values()) {
                    namespace.awaitPod(pod, created -> namespace == passesNone || isGated(created));
                }
                report.add(measure(name, pod, variants), Figure.ADDED);
            }
        }
        output.finish(report);
        return 0;
    }

    /** The Pod of a review, as one would create it. */
    private static String pod(Body body) {
        ObjectNode pod = (ObjectNode) JsonMapper.shared()
                .readTree(body.bytes())
                .path("request")
                .path("object");
        ((ObjectNode) pod.path("metadata")).remove(List.of("managedFields", "namespace"));
        return pod.toString();
    }

    private static boolean isGated(JsonNode pod) {
        return StreamSupport.stream(pod.path("spec").path("initContainers").spliterator(), false)
                .allMatch(sidecar -> sidecar.has("startupProbe"));
    }

    /** The first round is thrown away: servers and API server get warm in it. Each round begins with another variant. */
    private List<Row> measure(String body, String pod, Map<String, TrialNamespace> variants) {
        Map<String, List<Figures>> figures = new LinkedHashMap<>();
        variants.keySet().forEach(variant -> figures.put(variant, new ArrayList<>()));
        List<String> order = new ArrayList<>(variants.keySet());
        for (int round = 0; round <= rounds; round++) {
            Output.progress("%s, round %d of %d", body, round, rounds);
            Map<String, Latencies> latencies = new LinkedHashMap<>();
            for (String variant : order) {
                latencies.put(variant, creates(variants.get(variant), pod));
            }
            double none = latencies.get(NONE).millis(0.5);
            if (round > 0) {
                latencies.forEach((variant, taken) -> figures.get(variant).add(figures(taken, none)));
            }
            Collections.rotate(order, 1);
        }
        return figures.entrySet().stream()
                .map(entry -> new Row(Report.conditions("body", body), entry.getKey(), entry.getValue()))
                .toList();
    }

    private Latencies creates(TrialNamespace namespace, String pod) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < requests; i++) {
            long begin = System.nanoTime();
            namespace.tryPod(pod);
            latencies.add(System.nanoTime() - begin);
        }
        return Latencies.sorted(List.of(latencies));
    }

    private static Figures figures(Latencies latencies, double none) {
        return new Figures()
                .put(Figure.MEDIAN, latencies.millis(0.5))
                .put(Figure.P90, latencies.millis(0.9))
                .put(Figure.P99, latencies.millis(0.99))
                .put(Figure.ADDED, latencies.millis(0.5) - none);
    }
}
