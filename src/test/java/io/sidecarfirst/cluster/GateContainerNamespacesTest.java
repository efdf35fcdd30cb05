package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.GateContainer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A gate container where a namespace is strict about what its Pods may be. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateContainerNamespacesTest {
    private ContainerMode mode;

    @BeforeAll
    void start() {
        mode = ContainerMode.start("zz-gate-container-namespaces");
    }

    @AfterAll
    void stop() {
        mode.close();
    }

    /** A Pod whose containers all have that field, if any, which may refer to nothing else. */
    private static String pod(String name, String ofPod, String ofSidecar, String ofMain) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  %s
                  initContainers:
                  - name: proxy
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "while true; do nc -l -p 8080 </dev/null; done"]
                    ports: [{containerPort: 8080}]
                    %s
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sleep, "3600"]
                    %s
                """.formatted(name, ofPod, ofSidecar, ofMain);
    }

    private static KubeletPod started(String namespace, String yaml) {
        KubeletPod pod = KubeletPod.create(namespace, yaml);
        assertThat(pod.awaitGateReport().at("/proxy").has("passedAfterSeconds")).isTrue();
        pod.awaitRunning("app");
        return pod;
    }

    @Test
    void aPodKeepsItsClassOfService() {
        String namespace = mode.namespace("gate-container-qos", Map.of());
        String guaranteed = "resources: {limits: {cpu: 50m, memory: 32Mi}}";
        assertThat(qosClass(started(namespace, pod("guaranteed", "", guaranteed, guaranteed))))
                .isEqualTo("Guaranteed");
        String burstable = "resources: {requests: {cpu: 50m}}";
        assertThat(qosClass(started(namespace, pod("burstable", "", guaranteed, burstable))))
                .isEqualTo("Burstable");
        assertThat(qosClass(started(namespace, pod("best-effort", "", "", "")))).isEqualTo("BestEffort");
    }

    private static String qosClass(KubeletPod pod) {
        return pod.now().getStatus().getQosClass();
    }

    /** As large as one of the Pods without a gate container; the other is refused. */
    @Test
    void aPodNeedsNoMoreOfAQuota() {
        String namespace = mode.namespace("gate-container-quota", Map.of());
        create(namespace, "resourcequotas", """
                {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "one-pod"}, "spec": {"hard": {
                "requests.cpu": "100m", "limits.cpu": "100m", "requests.memory": "64Mi", "limits.memory": "64Mi"}}}""");
        String half = "resources: {limits: {cpu: 50m, memory: 32Mi}}";
        started(namespace, pod("fits", "", half, half));
        Cluster.Answer refused =
                Cluster.shared().createPod(namespace, KubeletPod.parse(pod("another", "", half, half)), false);
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.body().path("message").asString()).contains("exceeded quota: one-pod");
    }

    /** A LimitRange gives the mains what they lack before the webhook sees the Pod; or it only demands. */
    @Test
    void aLimitRangeIsContent() {
        String namespace = mode.namespace("gate-container-limits", Map.of());
        create(namespace, "limitranges", """
                {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "all"}, "spec": {"limits": [
                {"type": "Container", "default": {"cpu": "60m", "memory": "40Mi"},
                "defaultRequest": {"cpu": "30m", "memory": "20Mi"},
                "min": {"cpu": "20m", "memory": "16Mi"}, "max": {"cpu": "100m", "memory": "64Mi"},
                "maxLimitRequestRatio": {"cpu": "2"}}]}}""");
        KubeletPod given = started(namespace, pod("given", "", "", ""));
        assertThat(given.container(GateContainer.NAME).path("resources"))
                .isEqualTo(given.container("app").path("resources"))
                .isEqualTo(KubeletPod.tree("""
                        {"limits": {"cpu": "60m", "memory": "40Mi"},
                        "requests": {"cpu": "30m", "memory": "20Mi"}}"""));
        String own = "resources: {requests: {cpu: 40m, memory: 32Mi}, limits: {cpu: 50m, memory: 48Mi}}";
        KubeletPod stated = started(namespace, pod("stated", "", own, own));
        assertThat(stated.container(GateContainer.NAME).path("resources"))
                .isEqualTo(stated.container("app").path("resources"));
    }

    private static void create(String namespace, String kind, String json) {
        Cluster.Answer answer =
                Cluster.shared().create("api/v1/namespaces/" + namespace + "/" + kind, KubeletPod.tree(json), false);
        assertThat(answer.created()).as(answer.body().toString()).isTrue();
    }

    /** With the fields of the Pod alone a container is not restricted; the gate container has its own. */
    @Test
    void theRestrictedStandardIsMet() {
        String namespace =
                mode.namespace("gate-container-restricted", Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        String ofPod = "securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}";
        String ofEach = "securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";
        started(namespace, pod("restricted", ofPod, ofEach, ofEach));
        Cluster.Answer refused =
                Cluster.shared().createPod(namespace, KubeletPod.parse(pod("unrestricted", ofPod, ofEach, "")), false);
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.body().path("message").asString())
                .contains("violates PodSecurity")
                .contains("\"app\"")
                .doesNotContain(GateContainer.NAME);
    }

    @Test
    void aPodThatRunsAsRootStarts() {
        String namespace = mode.namespace("gate-container-root", Map.of());
        started(namespace, pod("root", "securityContext: {runAsUser: 0}", "", ""));
        started(namespace, pod("another-user", "securityContext: {runAsUser: 1234, runAsGroup: 1234}", "", ""));
    }
}
