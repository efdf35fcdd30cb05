package io.sidecarfirst.article;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.sidecarfirst.cluster.Cluster;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the kubelet, and the containers themselves, say about a namespace's Pods. */
final class Reports {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final KubernetesClient client = Cluster.shared().client();
    private final String namespace;

    Reports(String namespace) {
        this.namespace = namespace;
    }

    SeenPod pod(String pod) {
        return new SeenPod(client.pods().inNamespace(namespace).withName(pod).get());
    }

    /** Waits for a Pod to come to a state. */
    SeenPod awaiting(String pod, Predicate<SeenPod> state) {
        return await(pod).atMost(PATIENCE).until(() -> pod(pod), state);
    }

    /** Waits until the kubelet has said so often of a Pod that its probe failed; {@code kind}: Startup, Readiness. */
    void awaitFailedProbes(String kind, String pod, int times) {
        await(pod).atMost(PATIENCE).until(() -> failedProbes(kind, pod) >= times);
    }

    private int failedProbes(String kind, String pod) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(pod))
                .filter(event -> event.getMessage().startsWith(kind + " probe failed"))
                .mapToInt(Reports::count)
                .sum();
    }

    private static int count(Event event) {
        return Optional.ofNullable(event.getCount()).orElse(1);
    }

    /** The output of a command in a container. */
    String run(String pod, String container, String... command) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ExecWatch exec = container(pod, container).writingOutput(output).exec(command)) {
            exec.exitCode().get(1, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new AssertionError("cannot run a command in " + pod, e);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** When a container's first process was made, in seconds since the node's boot. */
    double processStart(String pod, String container) {
        String stat = run(pod, container, "cat", "/proc/1/stat");
        // Of the fields after the name the first is the third of all; the start is the 22nd, in hundredths of a second.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[19]) / 100.0;
    }

    /** The time that a container writes on a line of its own, once it has: seconds since the node's boot. */
    double written(String pod, String container) {
        return Double.parseDouble(await(pod + " " + container)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> container(pod, container)
                                .getLog()
                                .lines()
                                .filter(line -> line.matches("\\d+\\.\\d+"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow());
    }

    private ContainerResource container(String pod, String container) {
        return client.pods().inNamespace(namespace).withName(pod).inContainer(container);
    }

    /** A column of what {@code kubectl get pod} shows, which the API server makes: Ready, Status, Restarts. */
    String column(String pod, String name) {
        JsonNode table = JsonMapper.shared().readTree(table(pod));
        JsonNode columns = table.path("columnDefinitions");
        int at = IntStream.range(0, columns.size())
                .filter(i -> columns.path(i).path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
        return table.at("/rows/0/cells").path(at).asString();
    }

    private String table(String pod) {
        try {
            return client.getHttpClient()
                    .sendAsync(
                            client.getHttpClient()
                                    .newHttpRequestBuilder()
                                    .uri(client.getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods/" + pod)
                                    .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                                    .build(),
                            String.class)
                    .get(1, TimeUnit.MINUTES)
                    .body();
        } catch (Exception e) {
            throw new AssertionError("the API server did not answer", e);
        }
    }
}
