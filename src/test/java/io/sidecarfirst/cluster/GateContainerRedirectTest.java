package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.gate.GateContainer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A sidecar behind a redirect, as meshes make them: whoever comes from outside the Pod reaches a proxy that accepts
 * all.
 *
 * @see <a href="https://istio.io/latest/docs/ops/configuration/mesh/app-health-check/">Istio: health checking</a>
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateContainerRedirectTest {
    private static final String NAMESPACE = "gate-container-redirect";

    private ContainerMode mode;

    @BeforeAll
    void start() {
        mode = ContainerMode.start("zz-" + NAMESPACE);
        mode.namespace(NAMESPACE, Map.of());
    }

    @AfterAll
    void stop() {
        mode.close();
    }

    /** The node's own iptables make it: no other image of this cluster has them. */
    private static String redirected(String name, String annotations) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes:
                  - {name: node, hostPath: {path: /}}
                  - {name: www, emptyDir: {}}
                  initContainers:
                  - name: redirect
                    image: alpine:latest
                    command: [chroot, /node, sh, -c, "PATH=$PATH:/usr/sbin:/sbin:/bin/aux exec iptables -t nat \\
                      -A PREROUTING -p tcp -j REDIRECT --to-ports 15006"]
                    securityContext: {capabilities: {add: [NET_ADMIN, NET_RAW]}}
                    volumeMounts: [{name: node, mountPath: /node}]
                  - name: proxy
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "
                      while true; do printf 'HTTP/1.0 200 OK\\r\\n\\r\\nthe proxy' | nc -l -p 15006; done"]
                    ports: [{containerPort: 15006}]
                    volumeMounts: [{name: www, mountPath: /www}]
                  - name: cache
                    image: alpine:latest
                    restartPolicy: Always
                    command:
                    - sh
                    - -c
                    - until [ -e /www/open ]; do sleep 0.1; done; cut -d' ' -f1 /proc/uptime;
                      while true; do nc -l -p 8080 </dev/null; done
                    ports: [{containerPort: 8080}]
                    volumeMounts: [{name: www, mountPath: /www}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sh, -c, "cut -d' ' -f1 /proc/uptime; exec sleep 3600"]
                """.formatted(name, annotations);
    }

    /** From outside, as the kubelet asks, the cache seems to answer before it does. */
    @Test
    void theSidecarItselfIsAwaited() {
        KubeletPod pod = KubeletPod.create(NAMESPACE, redirected("redirected", "annotations: {}"));
        pod.awaitRunning(GateContainer.NAME);
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> fromTheNode(pod, 8080));
        assertThat(pod.began("app")).isFalse();
        assertThat(pod.runs(GateContainer.NAME)).isTrue();
        pod.run("cache", "touch", "/www/open");
        assertThat(pod.awaitGateReport().at("/cache").has("passedAfterSeconds")).isTrue();
        assertThat(pod.awaitWritten("app")).isGreaterThan(pod.awaitWritten("cache"));
    }

    private static void fromTheNode(KubeletPod pod, int port) {
        String address = Optional.ofNullable(pod.now().getStatus().getPodIP()).orElseThrow();
        Cluster.shared()
                .onNode(
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/%s/%d; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; grep -q 'the proxy' <&3"
                                .formatted(address, port));
    }
}
