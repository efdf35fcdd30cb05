package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.manifest.Manifest;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Pod that was created, and what its kubelet, its Events and its containers say about it.
 *
 * @param created what the API server made of it
 */
record KubeletPod(Cluster cluster, String namespace, JsonNode created) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A line with a time of the node's clock: {@code cut -d' ' -f1 /proc/uptime}. */
    private static final String TIME = "\\d+\\.\\d+";

    /** Creates the Pod of a manifest. */
    static KubeletPod create(String namespace, String yaml) {
        Cluster cluster = Cluster.shared();
        Cluster.Answer answer = cluster.createPod(namespace, parse(yaml), false);
        assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
        return new KubeletPod(cluster, namespace, answer.body());
    }

    static ObjectNode parse(String yaml) {
        return Manifest.parse(yaml).workloads().get(0).pod();
    }

    /** Any object, in JSON. */
    static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json);
    }

    /** One that is gated on its port, and that every namespace takes. */
    static ObjectNode example() {
        return parse("""
                apiVersion: v1
                kind: Pod
                metadata: {name: example}
                spec:
                  securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
                  initContainers:
                  - name: proxy
                    image: alpine:latest
                    restartPolicy: Always
                    ports: [{containerPort: 8080}]
                    resources: &few
                      requests: {cpu: 10m, memory: 32Mi}
                      limits: {cpu: 10m, memory: 32Mi}
                    securityContext: &nothing {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                  containers:
                  - name: app
                    image: alpine:latest
                    resources: *few
                    securityContext: *nothing
                """);
    }

    /** The gate container of a Pod; a missing node if it has none. */
    static JsonNode gate(JsonNode pod) {
        return container(pod, GateContainer.NAME);
    }

    private static JsonNode container(JsonNode pod, String name) {
        return Stream.of("initContainers", "containers")
                .flatMap(
                        list -> StreamSupport.stream(pod.path("spec").path(list).spliterator(), false))
                .filter(container -> container.path("name").asString().equals(name))
                .findFirst()
                .orElse(pod.path("no such container"));
    }

    String name() {
        return created.at("/metadata/name").asString();
    }

    /** A container as it was created. */
    JsonNode container(String container) {
        return container(created, container);
    }

    /** Which containers come first, in their order. */
    List<String> initContainers() {
        return StreamSupport.stream(created.at("/spec/initContainers").spliterator(), false)
                .map(container -> container.path("name").asString())
                .toList();
    }

    PodResource resource() {
        return cluster.client().pods().inNamespace(namespace).withName(name());
    }

    /** As the API server shows it now. */
    Pod now() {
        return resource().get();
    }

    /** What the kubelet says of a container; empty while it has not said anything. */
    Optional<ContainerStatus> status(String container) {
        return status(now(), container);
    }

    static Optional<ContainerStatus> status(Pod pod, String container) {
        return Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream())
                .filter(status -> status.getName().equals(container))
                .findFirst();
    }

    /** Whether a container runs. */
    boolean runs(String container) {
        return status(container)
                .filter(status -> status.getState().getRunning() != null)
                .isPresent();
    }

    /** Whether a container runs, or has run. */
    boolean began(String container) {
        return status(container)
                .filter(status -> status.getState().getRunning() != null
                        || status.getState().getTerminated() != null
                        || status.getRestartCount() > 0)
                .isPresent();
    }

    void awaitRunning(String container) {
        await(name() + ": " + container).atMost(PATIENCE).until(() -> runs(container));
    }

    void awaitReady(String container) {
        await(name() + ": " + container)
                .atMost(PATIENCE)
                .until(() -> status(container).filter(ContainerStatus::getReady).isPresent());
    }

    /** How the gate container ended, once it has ended well. */
    ContainerStateTerminated awaitGateEnded() {
        ContainerStateTerminated end = await(name() + ": the gate ends")
                .atMost(PATIENCE)
                .until(
                        () -> status(GateContainer.NAME)
                                .map(status -> status.getState().getTerminated()),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(end.getExitCode()).as(end.getMessage()).isZero();
        return end;
    }

    /** What the gate container reports, once it has ended: by sidecar. */
    JsonNode awaitGateReport() {
        return JsonMapper.shared().readTree(awaitGateEnded().getMessage());
    }

    /** What a container has written, and nothing while it has not begun. */
    String log(String container) {
        try {
            return Optional.ofNullable(resource().inContainer(container).getLog())
                    .orElse("");
        } catch (KubernetesClientException e) {
            return "";
        }
    }

    /** The last time that a container wrote on a line of its own, once it has: seconds since the node's boot. */
    double awaitWritten(String container) {
        await(name() + ": a time of " + container)
                .atMost(PATIENCE)
                .until(() -> log(container).lines().anyMatch(line -> line.matches(TIME)));
        return log(container)
                .lines()
                .filter(line -> line.matches(TIME))
                .reduce((first, last) -> last)
                .map(Double::parseDouble)
                .orElseThrow();
    }

    /** Runs a command in a container; it must succeed. */
    void run(String container, String... command) {
        try (ExecWatch exec = resource()
                .inContainer(container)
                .writingOutput(OutputStream.nullOutputStream())
                .exec(command)) {
            assertThat(exec.exitCode().get(1, TimeUnit.MINUTES)).as(name()).isZero();
        } catch (Exception e) {
            throw new AssertionError("cannot run a command in " + name(), e);
        }
    }

    /** How often the kubelet has said this of the Pod, such as {@code Unhealthy}. */
    int events(String reason) {
        return cluster.client().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name()))
                .filter(event -> event.getReason().equals(reason))
                .mapToInt(KubeletPod::count)
                .sum();
    }

    private static int count(Event event) {
        return Optional.ofNullable(event.getCount()).orElse(1);
    }
}
