package io.sidecarfirst.bench.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.sidecarfirst.bench.machine.Tool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A release of the chart that is installed in a cluster, and what can be done to its replicas. */
public final class Release {
    private static final int PATIENCE_SECONDS = 240;

    @Option(
            names = "--release",
            paramLabel = "NAME",
            defaultValue = "sidecar-first",
            description = "As Helm knows it. Default: ${DEFAULT-VALUE}.")
    private String name = "";

    @Option(
            names = "--namespace",
            paramLabel = "NAMESPACE",
            defaultValue = "sidecar-first",
            description = "Where it is installed. Default: ${DEFAULT-VALUE}.")
    private String namespace = "";

    @Option(
            names = "--on-node",
            paramLabel = "COMMAND",
            description =
                    "What runs ctr on the node of the replicas, such as 'docker exec NODE' or 'ssh NODE sudo k3s'."
                            + " Without it no signals are sent.")
    private @Nullable String onNode;

    private String fullName() {
        return name.contains("sidecar-first") ? name : name + "-sidecar-first";
    }

    /**
     * The labels by which a namespace opts in.
     *
     * @throws IllegalArgumentException if it is not installed, or does not refuse what it cannot gate
     */
    public Map<String, String> optIn(KubernetesClient client) {
        MutatingWebhook webhook = Optional.ofNullable(client.admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName("zz-" + fullName())
                        .get())
                .map(configuration -> configuration.getWebhooks().get(0))
                .orElseThrow(() -> new IllegalArgumentException("there is no release " + name + " in " + namespace));
        if (!webhook.getFailurePolicy().equals("Fail")) {
            throw new IllegalArgumentException(
                    "install it with --set webhook.failurePolicy=Fail: otherwise a call that" + " is lost is not seen");
        }
        return Optional.ofNullable(webhook.getNamespaceSelector().getMatchLabels())
                .orElse(Map.of());
    }

    /** Whether signals can be sent to replicas. */
    public boolean takesSignals() {
        return onNode != null;
    }

    private RollableScalableResource<Deployment> deployment(KubernetesClient client) {
        return client.apps().deployments().inNamespace(namespace).withName(fullName());
    }

    private List<Pod> pods(KubernetesClient client) {
        return client.pods()
                .inNamespace(namespace)
                .withLabels(Map.of("app.kubernetes.io/instance", name, "app.kubernetes.io/component", "webhook"))
                .list()
                .getItems();
    }

    /** The names of the replicas' Pods. */
    public Set<String> replicas(KubernetesClient client) {
        return pods(client).stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    }

    private PodResource pod(KubernetesClient client, String pod) {
        return client.pods().inNamespace(namespace).withName(pod);
    }

    /** Waits until none of these is left, and as many as are wanted are ready. */
    public void awaitReplaced(KubernetesClient client, Set<String> earlier) throws InterruptedException {
        await("the replicas are not replaced", () -> {
            List<Pod> now = pods(client);
            return now.stream()
                            .noneMatch(pod -> earlier.contains(pod.getMetadata().getName()))
                    && now.stream().filter(Readiness::isPodReady).count()
                            == deployment(client).get().getSpec().getReplicas();
        });
    }

    private static void await(String problem, BooleanSupplier done) throws InterruptedException {
        Instant giveUp = Instant.now().plusSeconds(PATIENCE_SECONDS);
        while (!isDone(done)) {
            if (Instant.now().isAfter(giveUp)) {
                throw new IllegalStateException(problem);
            }
            Thread.sleep(200);
        }
    }

    private static boolean isDone(BooleanSupplier done) {
        try {
            return done.getAsBoolean();
        } catch (KubernetesClientException e) {
            // Not while the API server is away.
            return false;
        }
    }

    /** As {@code kubectl rollout restart}. */
    public void restart(KubernetesClient client) {
        deployment(client).rolling().restart();
    }

    /** As {@code kubectl delete pod}; by force: as with {@code --grace-period=0 --force}. */
    public void delete(KubernetesClient client, String pod, boolean byForce) {
        if (byForce) {
            pod(client, pod).withGracePeriod(0).delete();
        } else {
            pod(client, pod).delete();
        }
    }

    /** As {@code kubectl drain}: tries again while a PodDisruptionBudget is in the way. */
    public void evict(KubernetesClient client, String pod) throws InterruptedException {
        await("its budget never lets go of " + pod, () -> pod(client, pod).evict());
    }

    /** Has the replicas make a new certificate, and waits until the last one is no more in the Secret. */
    public void rotate(KubernetesClient client) throws InterruptedException {
        Resource<?> secret = client.secrets().inNamespace(namespace).withName(fullName() + "-tls");
        String before = served(client);
        secret.delete();
        await("the certificate is not renewed", () -> {
            String now = served(client);
            return !now.isEmpty() && !now.equals(before);
        });
    }

    private String served(KubernetesClient client) {
        return Optional.ofNullable(client.secrets()
                        .inNamespace(namespace)
                        .withName(fullName() + "-tls")
                        .get())
                .map(secret -> secret.getData().getOrDefault("tls.crt", ""))
                .orElse("");
    }

    /** What each replica may use. */
    public ResourceRequirements resources(KubernetesClient client) {
        return container(deployment(client).get()).getResources();
    }

    /** Changes that, which replaces the replicas. */
    public void setResources(KubernetesClient client, ResourceRequirements resources) {
        deployment(client).edit(found -> {
            container(found).setResources(resources);
            return found;
        });
    }

    private static Container container(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    /** Sends a signal to the program of a replica, and waits until the kubelet has started it again. */
    public void signal(KubernetesClient client, String pod, String signal) throws InterruptedException {
        ContainerStatus before = status(client, pod);
        String container = before.getContainerID().replace("containerd://", "");
        Tool.run(Stream.concat(
                        Stream.of(Optional.ofNullable(onNode).orElse("").split(" ", -1)),
                        Stream.of("ctr", "-n", "k8s.io", "tasks", "kill", "-s", signal, container))
                .toArray(String[]::new));
        await(pod + " does not come back", () -> {
            ContainerStatus now = status(client, pod);
            return now.getRestartCount() > before.getRestartCount() && now.getReady();
        });
    }

    private ContainerStatus status(KubernetesClient client, String pod) {
        return pod(client, pod).get().getStatus().getContainerStatuses().get(0);
    }
}
