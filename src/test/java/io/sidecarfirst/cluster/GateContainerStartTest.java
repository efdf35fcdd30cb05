package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.gate.GateContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What the mains wait for, and what not, with a gate container on a real kubelet; beside startupProbes. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateContainerStartTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BY_PROBES = "annotations: {sidecar-first.io/gate: probe}";
    private static final String BY_CONTAINER = "annotations: {}";

    private ContainerMode mode;
    private String namespace;

    @BeforeAll
    void start() {
        mode = ContainerMode.start("zz-gate-container-start");
        namespace = mode.namespace("gate-container-start", Map.of());
    }

    @AfterAll
    void stop() {
        mode.close();
    }

    /** None of the three serves before all of them have begun, and then each only three seconds later. */
    private static String three(String name, String annotations) {
        String command = "touch /all/%s; until [ -e /all/a -a -e /all/b -a -e /all/c ]; do sleep 0.1; done;"
                + " sleep 3; cut -d' ' -f1 /proc/uptime; while true; do nc -l -p %d </dev/null; done";
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{name: all, emptyDir: {}}]
                  initContainers:
                  - name: a
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "%s"]
                    ports: [{containerPort: 8081}]
                    volumeMounts: [{name: all, mountPath: /all}]
                  - name: b
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "%s"]
                    ports: [{containerPort: 8082}]
                    volumeMounts: [{name: all, mountPath: /all}]
                  - name: c
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "%s"]
                    ports: [{containerPort: 8083}]
                    volumeMounts: [{name: all, mountPath: /all}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sh, -c, "cut -d' ' -f1 /proc/uptime; exec sleep 3600"]
                """.formatted(
                        name,
                        annotations,
                        command.formatted("a", 8081),
                        command.formatted("b", 8082),
                        command.formatted("c", 8083));
    }

    /** Were they asked one after the other, the Pod would never start. */
    @Test
    void threeSidecarsAreAwaitedAtTheSameTime() {
        KubeletPod pod = KubeletPod.create(namespace, three("three", BY_CONTAINER));
        assertThat(pod.initContainers()).containsExactly("a", "b", "c", GateContainer.NAME);
        JsonNode report = pod.awaitGateReport();
        double begins = pod.awaitWritten("app");
        double lastServes = 0;
        for (String sidecar : List.of("a", "b", "c")) {
            assertThat(report.path(sidecar).path("passedAfterSeconds").isNumber())
                    .as(report.toString())
                    .isTrue();
            lastServes = Math.max(lastServes, pod.awaitWritten(sidecar));
        }
        assertThat(begins).isGreaterThan(lastServes);
        assertThat(pod.events("Unhealthy")).isZero();
        System.out.printf(
                "three sidecars of 3 s each: the main began %.1f s after the last one served%n", begins - lastServes);
    }

    /** The same Pod: the second sidecar is created when the first has answered, and that one waits for the second. */
    @Test
    void byStartupProbesTheyAreAwaitedOneAfterTheOther() {
        KubeletPod pod = KubeletPod.create(namespace, three("three-by-probes", BY_PROBES));
        assertThat(pod.initContainers()).containsExactly("a", "b", "c");
        awaitFailedProbes(pod, 5);
        assertThat(pod.began("b")).isFalse();
        assertThat(pod.began("app")).isFalse();
    }

    private static void awaitFailedProbes(KubeletPod pod, int times) {
        await(pod.name()).atMost(PATIENCE).until(() -> pod.events("Unhealthy") >= times);
    }

    /** Where it listens nobody can read from the Pod. */
    private static String loopback(String name, String annotations) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{name: settings, configMap: {name: settings}}]
                  initContainers:
                  - name: adapter
                    image: nginx:latest
                    restartPolicy: Always
                    command:
                    - sh
                    - -c
                    - sleep 2; cut -d' ' -f1 /proc/uptime;
                      echo "events {} http { server { listen $(cat /settings/address); } }" >/tmp/conf;
                      exec nginx -c /tmp/conf -g 'daemon off;'
                    ports: [{containerPort: 8080}]
                    volumeMounts: [{name: settings, mountPath: /settings}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sh, -c, "cut -d' ' -f1 /proc/uptime; exec sleep 3600"]
                """.formatted(name, annotations);
    }

    @Test
    void aSidecarThatListensOnLoopbackOnlyIsAwaited() {
        settings("address", "127.0.0.1:8080");
        KubeletPod pod = KubeletPod.create(namespace, loopback("loopback", BY_CONTAINER));
        assertThat(pod.awaitGateReport().at("/adapter").has("passedAfterSeconds"))
                .isTrue();
        assertThat(pod.awaitWritten("app")).isGreaterThan(pod.awaitWritten("adapter"));
        KubeletPod byProbes = KubeletPod.create(namespace, loopback("loopback-by-probes", BY_PROBES));
        awaitFailedProbes(byProbes, 5);
        assertThat(byProbes.began("app")).isFalse();
    }

    private void settings(String key, String value) {
        Cluster.Answer answer = Cluster.shared()
                .create(
                        "api/v1/namespaces/" + namespace + "/configmaps",
                        KubeletPod.tree("""
                        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"},
                        "data": {"%s": "%s"}}""".formatted(key, value)),
                        false);
        assertThat(answer.created()).as(answer.body().toString()).isTrue();
    }

    @Test
    void aPortThatNobodyOpensIsGivenUp() {
        KubeletPod pod = KubeletPod.create(namespace, """
                apiVersion: v1
                kind: Pod
                metadata: {name: nobody-opens, annotations: {sidecar-first.io/release-after-seconds: "5"}}
                spec:
                  terminationGracePeriodSeconds: 1
                  initContainers:
                  - name: agent
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "until [ -e /tmp/open ]; do sleep 0.1; done;
                      while true; do nc -l -p 8080 </dev/null; done"]
                    ports: [{containerPort: 8080}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sleep, "3600"]
                """);
        JsonNode agent = pod.awaitGateReport().path("agent");
        assertThat(agent.path("givenUpAfterSeconds").asDouble()).isGreaterThanOrEqualTo(5);
        assertThat(agent.path("failure").asString()).contains("refused");
        pod.awaitRunning("app");
        assertThat(pod.status("agent").orElseThrow().getRestartCount()).isZero();
    }

    /** The sidecar writes down who asked for what; the kubelet asks, too, for its own probe. */
    @Test
    void aReadinessProbeIsAwaitedUntilItPasses() {
        KubeletPod pod = KubeletPod.create(namespace, """
                apiVersion: v1
                kind: Pod
                metadata: {name: ready-later}
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{name: www, emptyDir: {}}]
                  initContainers:
                  - name: proxy
                    image: nginx:latest
                    restartPolicy: Always
                    command:
                    - sh
                    - -c
                    - echo 'events {} http { access_log /dev/stdout; server { listen 8080; root /www; } }' >/tmp/conf;
                      exec nginx -c /tmp/conf -g 'daemon off;'
                    ports: [{containerPort: 8080}]
                    readinessProbe: {httpGet: {path: /ready, port: 8080}}
                    volumeMounts: [{name: www, mountPath: /www}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sleep, "3600"]
                """);
        await().atMost(PATIENCE).until(() -> refusedFromInside(pod) >= 50);
        assertThat(pod.runs(GateContainer.NAME)).isTrue();
        assertThat(pod.began("app")).isFalse();
        pod.run("proxy", "touch", "/www/ready");
        assertThat(pod.awaitGateReport().at("/proxy").has("passedAfterSeconds")).isTrue();
        pod.awaitRunning("app");
    }

    private static long refusedFromInside(KubeletPod pod) {
        return pod.log("proxy")
                .lines()
                .filter(line -> line.startsWith("127.0.0.1 ") && line.contains(" 404 "))
                .count();
    }

    /** It answers at its third start, and dies before in the midst of the gate's questions. */
    @Test
    void aSidecarThatDiesWhileTheGateWaitsIsAwaited() {
        KubeletPod pod = KubeletPod.create(namespace, """
                apiVersion: v1
                kind: Pod
                metadata: {name: flaky}
                spec:
                  terminationGracePeriodSeconds: 1
                  volumes: [{name: starts, emptyDir: {}}]
                  initContainers:
                  - name: flaky
                    image: alpine:latest
                    restartPolicy: Always
                    command:
                    - sh
                    - -c
                    - echo >>/starts/log; [ $(wc -l </starts/log) -lt 3 ] && sleep 2 && exit 1;
                      cut -d' ' -f1 /proc/uptime; while true; do nc -l -p 8080 </dev/null; done
                    ports: [{containerPort: 8080}]
                    volumeMounts: [{name: starts, mountPath: /starts}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sh, -c, "cut -d' ' -f1 /proc/uptime; exec sleep 3600"]
                """);
        assertThat(pod.awaitGateReport().at("/flaky").has("passedAfterSeconds")).isTrue();
        assertThat(pod.awaitWritten("app")).isGreaterThan(pod.awaitWritten("flaky"));
        assertThat(pod.status("flaky").orElseThrow().getRestartCount()).isEqualTo(2);
        assertThat(pod.status(GateContainer.NAME).orElseThrow().getRestartCount())
                .isZero();
    }
}
