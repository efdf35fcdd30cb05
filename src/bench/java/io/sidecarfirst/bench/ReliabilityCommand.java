package io.sidecarfirst.bench;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sidecarfirst.bench.cluster.Cluster;
import io.sidecarfirst.bench.cluster.PodStream;
import io.sidecarfirst.bench.cluster.Release;
import io.sidecarfirst.bench.cluster.TrialNamespace;
import io.sidecarfirst.bench.machine.Tool;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(
        name = "reliability",
        description =
                "What becomes of Pods that are created while something happens to the replicas of a release, which"
                        + " must be installed with failurePolicy Fail.",
        sortOptions = false)
final class ReliabilityCommand implements Callable<Integer> {
    private static final String POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"generateName":"example-"},"spec":{
            "initContainers":[{"name":"sidecar","image":"nginx","restartPolicy":"Always",
            "ports":[{"containerPort":80}],"readinessProbe":{"httpGet":{"path":"/","port":80}}}],
            "containers":[{"name":"main","image":"nginx"}]}}""";

    /** Before something happens, and after all is well again. */
    private static final int CALM_SECONDS = 3;

    @Mixin
    private Cluster cluster = new Cluster();

    @Mixin
    private Release release = new Release();

    @Option(
            names = "--faults",
            split = ",",
            paramLabel = "NAME",
            description = "Only these. Default: all that can be tried here.")
    private List<String> faults = List.of();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "20",
            description = "Pods a second, as dry runs. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "20",
            description = "For those that only last. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--rotations",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Of the certificate, one after the other; each takes over a minute. Default: ${DEFAULT-VALUE}.")
    private int rotations;

    @Option(
            names = "--api-server-down",
            paramLabel = "COMMAND",
            description = "A command of a shell that stops the API server; without it, it is left alone.")
    private @Nullable String apiServerDown;

    @Option(names = "--api-server-up", paramLabel = "COMMAND", description = "And one that starts it again.")
    private @Nullable String apiServerUp;

    @Mixin
    private Output output = new Output();

    /** Something that happens; it returns when all is well again. */
    private interface Event {
        void happen() throws InterruptedException;
    }

    /**
     * Something that happens while Pods are created.
     *
     * @param isPlanned whether no Pod may be refused
     * @param load how many times the usual rate
     */
    private record Fault(boolean isPlanned, int load, Event event) {}

    @Override
    public Integer call() throws InterruptedException {
        Report report = output.report();
        boolean isFine = true;
        try (KubernetesClient client = cluster.client();
                TrialNamespace namespace = TrialNamespace.create(client, release.optIn(client))) {
            namespace.awaitPod(POD, ReliabilityCommand::isGated);
            Map<String, Fault> all = all(client);
            for (String name : faults.isEmpty() ? all.keySet() : faults) {
                Fault fault = Optional.ofNullable(all.get(name))
                        .orElseThrow(() -> new IllegalArgumentException(name + " is none of " + all.keySet()));
                Output.progress("%s", name);
                Figures figures = during(fault, namespace);
                report.add(List.of(new Row(
                        Report.conditions("fault", name),
                        fault.isPlanned() ? "planned" : "unplanned",
                        List.of(figures))));
                isFine &= !fault.isPlanned() || isClean(figures);
            }
        } finally {
            // What was seen until something went wrong took minutes.
            output.finish(report);
        }
        return isFine ? 0 : 1;
    }

    private Figures during(Fault fault, TrialNamespace namespace) throws InterruptedException {
        PodStream stream = PodStream.begin(namespace, POD, ReliabilityCommand::isGated, rate * fault.load());
        Figures figures;
        try {
            pass(CALM_SECONDS);
            fault.event().happen();
            pass(CALM_SECONDS);
        } finally {
            figures = stream.end();
        }
        stream.refusals().forEach((reason, count) -> Output.progress("  %d refused: %s", count, reason));
        return figures;
    }

    private static boolean isClean(Figures figures) {
        return figures.get(Figure.REFUSED).orElse(0) == 0
                && figures.get(Figure.UNGATED).orElse(0) == 0;
    }

    private static boolean isGated(JsonNode pod) {
        return pod.at("/spec/initContainers/0/startupProbe").isObject();
    }

    private static void pass(int seconds) throws InterruptedException {
        Thread.sleep(seconds * 1000L);
    }

    private Map<String, Fault> all(KubernetesClient client) {
        Map<String, Fault> all = new LinkedHashMap<>();
        all.put("none", new Fault(true, 1, () -> pass(seconds)));
        all.put("roll-out", new Fault(true, 1, () -> {
            Set<String> before = release.replicas(client);
            release.restart(client);
            release.awaitReplaced(client, before);
        }));
        all.put("drain", new Fault(true, 1, () -> {
            Set<String> before = release.replicas(client);
            for (String pod : before) {
                release.evict(client, pod);
            }
            release.awaitReplaced(client, before);
        }));
        all.put("delete", new Fault(true, 1, () -> deleteEach(client, false)));
        all.put("rotations", new Fault(true, 1, () -> {
            for (int i = 0; i < rotations; i++) {
                release.rotate(client);
            }
            // Until the slowest replica has looked.
            pass(12);
        }));
        all.put("overload", new Fault(false, 10, () -> pass(seconds)));
        all.put("throttled", new Fault(false, 1, () -> throttled(client)));
        all.put("forced-delete", new Fault(false, 1, () -> deleteEach(client, true)));
        if (release.takesSignals()) {
            all.put("sigkill", new Fault(false, 1, () -> {
                for (String pod : release.replicas(client)) {
                    release.signal(client, pod, "SIGKILL");
                }
            }));
            all.put(
                    "sigstop",
                    new Fault(
                            false,
                            1,
                            () -> release.signal(
                                    client, release.replicas(client).iterator().next(), "SIGSTOP")));
        }
        if (apiServerDown != null && apiServerUp != null) {
            String down = apiServerDown;
            String up = apiServerUp;
            all.put("api-server", new Fault(false, 1, () -> {
                Tool.run("sh", "-c", down);
                pass(seconds);
                Tool.run("sh", "-c", up);
                pass(seconds);
            }));
        }
        return all;
    }

    private void deleteEach(KubernetesClient client, boolean byForce) throws InterruptedException {
        for (String pod : release.replicas(client)) {
            release.delete(client, pod, byForce);
            release.awaitReplaced(client, Set.of(pod));
        }
    }

    private void throttled(KubernetesClient client) throws InterruptedException {
        ResourceRequirements usual = release.resources(client);
        Quantity little = new Quantity("100m");
        setResources(
                client,
                usual.edit()
                        .addToRequests("cpu", little)
                        .addToLimits("cpu", little)
                        .build());
        pass(seconds);
        setResources(client, usual);
    }

    private void setResources(KubernetesClient client, ResourceRequirements resources) throws InterruptedException {
        Set<String> before = release.replicas(client);
        release.setResources(client, resources);
        release.awaitReplaced(client, before);
    }
}
