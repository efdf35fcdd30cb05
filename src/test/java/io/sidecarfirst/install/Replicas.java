package io.sidecarfirst.install;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.sidecarfirst.certificates.TrustAllManager;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;
import org.slf4j.LoggerFactory;

/** The Pods of an installation. */
final class Replicas {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int HTTPS_PORT = 10250;

    static {
        // It warns whenever a forwarded connection ends.
        ((Logger) LoggerFactory.getLogger("io.fabric8.kubernetes.client.jdkhttp")).setLevel(Level.ERROR);
    }

    private final KubernetesClient client;
    private final HelmInstallation installation;

    Replicas(HelmInstallation installation) {
        this.client = installation.cluster().client();
        this.installation = installation;
    }

    RollableScalableResource<Deployment> deployment() {
        return client.apps().deployments().inNamespace(installation.namespace()).withName(installation.fullName());
    }

    List<Pod> pods() {
        return client.pods()
                .inNamespace(installation.namespace())
                .withLabels(Map.of(
                        "app.kubernetes.io/instance", installation.release(), "app.kubernetes.io/component", "webhook"))
                .list()
                .getItems();
    }

    Set<String> names() {
        return pods().stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
    }

    /** Until none of the earlier ones is left, not even one that is ending, and as many as wanted are ready. */
    void awaitReplaced(Set<String> earlier) {
        await().atMost(PATIENCE).until(() -> {
            List<Pod> now = pods();
            return now.stream()
                            .noneMatch(pod -> earlier.contains(pod.getMetadata().getName()))
                    && now.stream().filter(Readiness::isPodReady).count()
                            == deployment().get().getSpec().getReplicas();
        });
    }

    /** {@code kubectl delete pod}. */
    void delete(String pod) {
        client.pods().inNamespace(installation.namespace()).withName(pod).delete();
    }

    /** As {@code kubectl drain} does: tries again while the PodDisruptionBudget is in the way. */
    void evict(String pod) {
        await().atMost(PATIENCE)
                .until(() -> client.pods()
                        .inNamespace(installation.namespace())
                        .withName(pod)
                        .evict());
    }

    /** Until there are so many, all of them ready. */
    void scale(int count) {
        Set<String> before = count == 0 ? names() : Set.of();
        deployment().scale(count);
        awaitReplaced(before);
    }

    /** SIGKILL to the program of each of them, one after the other; their containers start again. */
    void crashEach() {
        names().forEach(this::crash);
    }

    /** As when its node is lost: it has no time to say good-bye, and does not come back. */
    void lose(String name) {
        kill(client.pods()
                .inNamespace(installation.namespace())
                .withName(name)
                .get()
                .getStatus()
                .getContainerStatuses()
                .get(0));
        client.pods()
                .inNamespace(installation.namespace())
                .withName(name)
                .withGracePeriod(0)
                .delete();
    }

    private void kill(ContainerStatus status) {
        String container = status.getContainerID().replace("containerd://", "");
        installation.cluster().onNode("ctr", "-n", "k8s.io", "tasks", "kill", "-s", "SIGKILL", container);
    }

    private void crash(String name) {
        var pod = client.pods().inNamespace(installation.namespace()).withName(name);
        ContainerStatus before = pod.get().getStatus().getContainerStatuses().get(0);
        kill(before);
        await().atMost(PATIENCE).until(() -> {
            ContainerStatus now = pod.get().getStatus().getContainerStatuses().get(0);
            return now.getRestartCount() > before.getRestartCount() && now.getReady();
        });
    }

    String log(String pod) {
        return client.pods().inNamespace(installation.namespace()).withName(pod).getLog();
    }

    /** Makes a kubelet look at the Pods' volumes at once, and not within a minute. */
    void nudge() {
        names().forEach(name -> client.pods()
                .inNamespace(installation.namespace())
                .withName(name)
                .edit(pod -> {
                    pod.getMetadata()
                            .getAnnotations()
                            .merge("sidecar-first.test/nudge", "again", (before, more) -> before + " " + more);
                    return pod;
                }));
    }

    /** What each of them serves. */
    Set<X509Certificate> leaves() {
        return names().stream().map(this::leaf).collect(Collectors.toSet());
    }

    /** A port of this machine that leads to the webhook's port of one of them. */
    LocalPortForward forward() {
        return forward(names().iterator().next());
    }

    private LocalPortForward forward(String pod) {
        return client.pods().inNamespace(installation.namespace()).withName(pod).portForward(HTTPS_PORT);
    }

    private X509Certificate leaf(String pod) {
        try (LocalPortForward forward = forward(pod);
                SSLSocket socket = connect(forward.getLocalPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new AssertionError("no certificate from " + pod, e);
        }
    }

    private static SSLSocket connect(int port) throws IOException {
        return (SSLSocket)
                TrustAllManager.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }
}
