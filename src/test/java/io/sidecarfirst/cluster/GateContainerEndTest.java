package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.sidecarfirst.gate.GateContainer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of a gate container when its Pod ends, or begins anew. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateContainerEndTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String NAMESPACE = "gate-container-end";

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

    /** It is told to end, and does: one that waited on would be killed in the end, with code 137. */
    @Test
    void aPodThatIsDeletedWhileItWaitsEnds() {
        KubeletPod pod = KubeletPod.create(NAMESPACE, """
                apiVersion: v1
                kind: Pod
                metadata: {name: deleted}
                spec:
                  terminationGracePeriodSeconds: 60
                  initContainers:
                  - name: proxy
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "trap 'exit 0' TERM; until [ -e /tmp/open ]; do usleep 100000; done"]
                    ports: [{containerPort: 8080}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command: [sleep, "3600"]
                """);
        pod.awaitRunning(GateContainer.NAME);
        List<ContainerStateTerminated> ends = new CopyOnWriteArrayList<>();
        Watch watch = pod.resource().watch(new Watcher<Pod>() {
            @Override
            public void eventReceived(Action action, Pod seen) {
                KubeletPod.status(seen, GateContainer.NAME)
                        .flatMap(status -> Optional.ofNullable(status.getState().getTerminated()))
                        .ifPresent(ends::add);
            }

            @Override
            public void onClose(WatcherException cause) {}
        });
        try {
            pod.resource().delete();
            await().atMost(PATIENCE).until(() -> !ends.isEmpty());
        } finally {
            watch.close();
        }
        assertThat(ends.get(0).getExitCode()).isEqualTo(143);
        assertThat(KubeletPod.tree(ends.get(0).getMessage()).at("/proxy").has("failure"))
                .as(ends.get(0).getMessage())
                .isTrue();
    }

    /**
     * The main ends once in a way that has everything begin anew.
     *
     * @see <a href="https://www.kubernetes.dev/resources/keps/5532/">KEP-5532</a>: beta and on from 1.36
     */
    @Test
    void itRunsAgainWithAllOtherContainers() {
        assumeTrue(Cluster.shared().minorVersion() >= 36, "RestartAllContainers is off before 1.36");
        KubeletPod pod = KubeletPod.create(NAMESPACE, """
                apiVersion: v1
                kind: Pod
                metadata: {name: again}
                spec:
                  terminationGracePeriodSeconds: 1
                  restartPolicy: Never
                  volumes: [{name: runs, emptyDir: {}}]
                  initContainers:
                  - name: proxy
                    image: alpine:latest
                    restartPolicy: Always
                    command: [sh, -c, "sleep 2; cut -d' ' -f1 /proc/uptime;
                      while true; do nc -l -p 8080 </dev/null; done"]
                    ports: [{containerPort: 8080}]
                  containers:
                  - name: app
                    image: alpine:latest
                    command:
                    - sh
                    - -c
                    - cut -d' ' -f1 /proc/uptime; [ -e /runs/one ] || { touch /runs/one; sleep 1; exit 88; };
                      exec sleep 3600
                    volumeMounts: [{name: runs, mountPath: /runs}]
                    restartPolicy: Never
                    restartPolicyRules:
                    - {action: RestartAllContainers, exitCodes: {operator: In, values: [88]}}
                """);
        await().atMost(PATIENCE)
                .until(() -> pod.status("app")
                        .filter(status -> status.getRestartCount() == 1)
                        .filter(status -> status.getState().getRunning() != null)
                        .isPresent());
        assertThat(pod.status("proxy").orElseThrow().getRestartCount()).isEqualTo(1);
        assertThat(pod.status(GateContainer.NAME).orElseThrow().getRestartCount())
                .isEqualTo(1);
        assertThat(pod.awaitGateReport().at("/proxy").has("passedAfterSeconds")).isTrue();
        assertThat(pod.awaitWritten("app")).isGreaterThan(pod.awaitWritten("proxy"));
    }
}
