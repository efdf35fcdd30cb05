package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.goldens.Golden;
import io.sidecarfirst.manifest.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.node.ObjectNode;

/** What all of this is for, on a real kubelet: in which order the containers start. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartOrderTest {
    private static final String UNGATED = "start-order-without";
    private static final String GATED = "start-order-with";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Cluster cluster;
    private LocalWebhook webhook;
    private WebhookRegistration registration;

    @BeforeAll
    void start() {
        cluster = Cluster.shared();
        String label = WebhookRegistration.label();
        cluster.namespace(UNGATED, Map.of());
        cluster.namespace(GATED, Map.of(label, "enabled"));
        webhook = LocalWebhook.start(cluster, Gates.DEFAULT);
        registration = WebhookRegistration.create(
                        cluster, "zz-start-order", webhook.url(), webhook.authorityPem(), label, true)
                .awaiting(() -> cluster.createPod(GATED, article(), true)
                        .body()
                        .at("/spec/initContainers/0")
                        .has("startupProbe"));
    }

    @AfterAll
    void stop() {
        registration.close();
        webhook.close();
        cluster.deleteNamespace(UNGATED);
        cluster.deleteNamespace(GATED);
    }

    /** The Pod that the project began with: a sidecar that never becomes ready. */
    static ObjectNode article() {
        return Golden.named("article-pod").pod();
    }

    /**
     * A sidecar that takes six seconds to become ready. Both containers write down when they did what, in seconds since
     * the node's boot, which is one clock for both.
     */
    private static ObjectNode slow() {
        return Manifest.parse("""
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: slow
                        spec:
                          terminationGracePeriodSeconds: 1
                          initContainers:
                          - name: sidecar
                            image: nginx:latest
                            restartPolicy: Always
                            command: [sh, -c, "sleep 6; cut -d' ' -f1 /proc/uptime; exec nginx -g 'daemon off;'"]
                            ports: [{name: http, containerPort: 80}]
                            readinessProbe:
                              httpGet: {path: /, port: http}
                              periodSeconds: 5
                          containers:
                          - name: app
                            image: alpine:latest
                            command: [sh, -c, "cut -d' ' -f1 /proc/uptime; exec sleep 3600"]
                        """).workloads().get(0).pod();
    }

    @Test
    void withoutTheWebhookTheMainRunsBesideASidecarThatIsNeverReady() {
        create(UNGATED, article());
        await().atMost(PATIENCE).until(() -> main(UNGATED, "article").getRunning() != null);
        assertThat(sidecar(UNGATED, "article").getReady()).isFalse();
    }

    @Test
    void withItTheMainNeverStarts() {
        create(GATED, article());
        // The gate is really being tried, and fails.
        await().atMost(PATIENCE).until(() -> failedStartupProbes("article") >= 5);
        assertThat(sidecar(GATED, "article").getState().getRunning()).isNotNull();
        assertThat(sidecar(GATED, "article").getStarted()).isFalse();
        assertThat(sidecar(GATED, "article").getRestartCount()).isZero();
        ContainerState main = main(GATED, "article");
        assertThat(main.getRunning()).isNull();
        assertThat(main.getTerminated()).isNull();
        assertThat(main.getWaiting().getReason()).isEqualTo("PodInitializing");
        assertThat(pod(GATED, "article").getStatus().getPhase()).isEqualTo("Pending");
    }

    @Test
    void withoutTheWebhookTheMainStartsBeforeTheSidecarServes() {
        create(UNGATED, slow());
        assertThat(written(UNGATED, "app")).isLessThan(written(UNGATED, "sidecar"));
    }

    @Test
    void withItTheMainStartsAfterTheSidecarServes() {
        create(GATED, slow());
        double serves = written(GATED, "sidecar");
        double starts = written(GATED, "app");
        assertThat(starts).isGreaterThan(serves);
        System.out.printf("the main started %.1f s after the sidecar began to serve%n", starts - serves);
    }

    private void create(String namespace, ObjectNode pod) {
        assertThat(cluster.createPod(namespace, pod, false).code()).isEqualTo(201);
    }

    private Pod pod(String namespace, String name) {
        return cluster.client().pods().inNamespace(namespace).withName(name).get();
    }

    private ContainerState main(String namespace, String name) {
        List<ContainerStatus> statuses = pod(namespace, name).getStatus().getContainerStatuses();
        return statuses.isEmpty() ? new ContainerState() : statuses.get(0).getState();
    }

    private ContainerStatus sidecar(String namespace, String name) {
        return pod(namespace, name).getStatus().getInitContainerStatuses().get(0);
    }

    private int failedStartupProbes(String name) {
        return cluster.client().v1().events().inNamespace(GATED).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name))
                .filter(event -> event.getMessage().startsWith("Startup probe failed"))
                .mapToInt(StartOrderTest::count)
                .sum();
    }

    private static int count(Event event) {
        return Optional.ofNullable(event.getCount()).orElse(1);
    }

    /** The first line that the container wrote, once it has. */
    private double written(String namespace, String container) {
        return Double.parseDouble(await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> cluster.client()
                                .pods()
                                .inNamespace(namespace)
                                .withName("slow")
                                .inContainer(container)
                                .getLog()
                                .lines()
                                .findFirst()
                                .orElse(""),
                        line -> line.matches("\\d+\\.\\d+")));
    }
}
