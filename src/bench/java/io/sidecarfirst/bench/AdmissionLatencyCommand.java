package io.sidecarfirst.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.bench.cluster.Cluster;
import io.sidecarfirst.bench.cluster.TrialNamespace;
import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.Latencies;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.ImageTarget;
import io.sidecarfirst.bench.server.Server;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Pod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
        description =
                "What a webhook adds to the creation of a Pod, by a real API server: ours, ours with a gate container,"
                        + " and one that does no work.",
        sortOptions = false)
final class AdmissionLatencyCommand implements Callable<Integer> {
    /** The image is not pulled: no Pod is stored. */
    private static final List<String> WITH_CONTAINER = List.of("--gate=container", "--gate-image=example.com/gate:1");

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
        String reached = address == null ? ImageTarget.addressOfHost() : address;
        String authority = targets.certifyFor(reached);
        Report report = output.report();
        for (String name : bodies) {
            Body body = Body.parse(name);
            try (KubernetesClient client = cluster.client();
                    Server ours = targets.startable().startAt(reached);
                    Server container = targets.startable()
                            .with("gate-container", WITH_CONTAINER)
                            .startAt(reached);
                    Server floor = targets.bareFor(body).startAt(reached);
                    TrialNamespace passesNone = TrialNamespace.create(client);
                    TrialNamespace passesFloor = TrialNamespace.create(client);
                    TrialNamespace passesContainer = TrialNamespace.create(client);
                    TrialNamespace passesOurs = TrialNamespace.create(client)) {
                ours.awaitAnswer(Body.TYPICAL);
                container.awaitAnswer(Body.TYPICAL);
                floor.awaitAnswer(Body.TYPICAL);
                List<Variant> variants = List.of(
                        new Variant("sidecar-first", passesOurs.behind(ours.url(), authority), new ArrayList<>()),
                        new Variant(
                                "gate-container",
                                passesContainer.behind(container.url(), authority),
                                new ArrayList<>()),
                        new Variant("floor", passesFloor.behind(floor.url(), authority), new ArrayList<>()),
                        new Variant("none", passesNone, new ArrayList<>()));
                String pod = pod(body);
                for (Variant variant : variants) {
                    variant.namespace.awaitPod(
                            pod,
                            created -> variant.namespace == passesNone
                                    || isGated(created, variant.namespace == passesContainer));
                }
                measure(variants, name, pod);
                report.add(rows(variants, name), Figure.ADDED);
            }
        }
        output.finish(report);
        return 0;
    }

    /** The Pod of a review, as one would create it. */
    private static String pod(Body body) {
        ObjectNode pod = (ObjectNode)
                JsonMapper.shared().readTree(body.bytes()).path("request").path("object");
        ((ObjectNode) pod.path("metadata")).remove(List.of("managedFields", "namespace"));
        return pod.toString();
    }

    private static boolean isGated(JsonNode pod, boolean byContainer) {
        if (byContainer) {
            return GateContainer.in(Pod.of(pod)).isPresent();
        }
        return StreamSupport.stream(pod.path("spec").path("initContainers").spliterator(), false)
                .allMatch(sidecar -> sidecar.has("startupProbe"));
    }

    /** The first round is thrown away: all get warm in it. Each round begins with another variant. */
    private void measure(List<Variant> variants, String body, String pod) {
        List<Variant> order = new ArrayList<>(variants);
        for (int round = 0; round <= rounds; round++) {
            Output.progress("%s, round %d of %d", body, round, rounds);
            for (Variant variant : order) {
                variant.rounds.add(creates(variant.namespace, pod));
            }
            Collections.rotate(order, 1);
        }
        variants.forEach(variant -> variant.rounds.remove(0));
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

    private static List<Row> rows(List<Variant> variants, String body) {
        Variant none = variants.get(variants.size() - 1);
        return variants.stream()
                .map(variant -> new Row(Report.conditions("body", body), variant.name, variant.figures(none)))
                .toList();
    }

    /** What a Pod passes, and how long creations took, by round. */
    private record Variant(String name, TrialNamespace namespace, List<Latencies> rounds) {
        List<Figures> figures(Variant none) {
            List<Figures> figures = new ArrayList<>();
            for (int round = 0; round < rounds.size(); round++) {
                Latencies taken = rounds.get(round);
                double median = taken.millis(0.5);
                figures.add(new Figures()
                        .put(Figure.MEDIAN, median)
                        .put(Figure.P90, taken.millis(0.9))
                        .put(Figure.P99, taken.millis(0.99))
                        .put(Figure.ADDED, median - none.rounds.get(round).millis(0.5)));
            }
            return figures;
        }
    }
}
