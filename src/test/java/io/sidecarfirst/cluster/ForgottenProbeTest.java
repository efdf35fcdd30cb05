package io.sidecarfirst.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.observed.KnownFault;
import io.sidecarfirst.observed.KubernetesVersion;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@link KnownFault#STARTUP_PROBE_FORGOTTEN} on a real kubelet: it is there on the versions that we name, in the Pods
 * that we name, and nowhere else.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgottenProbeTest {
    private static final String NAMESPACE = "forgotten-probe";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** How many seconds a gate is given that is asked every second. */
    private static final int PROBES = 10;

    /** A Pod with a sidecar {@code late}, which exits twice before it serves. */
    private enum Start {
        BEHIND_A_SIDECAR(true, sidecar("early", 8081, 0) + sidecar("late", 8082, 2), ""),
        BEHIND_A_MAIN(true, sidecar("late", 8082, 2), "readinessProbe: {exec: {command: ['true']}}"),
        BEFORE_A_SIDECAR(false, sidecar("late", 8082, 2) + sidecar("other", 8081, 0), ""),
        ALONE(false, sidecar("late", 8082, 2), "");

        private final boolean meetsTheFault;
        private final String sidecars;
        private final String ofMain;

        Start(boolean meetsTheFault, String sidecars, String ofMain) {
            this.meetsTheFault = meetsTheFault;
            this.sidecars = sidecars;
            this.ofMain = ofMain;
        }
    }

    private final Map<Start, KubeletPod> pods = new EnumMap<>(Start.class);
    private Cluster cluster;
    private LocalWebhook webhook;
    private WebhookRegistration registration;
    private KubeletPod clock;
    private boolean hasTheFault;

    @BeforeAll
    void start() {
        cluster = Cluster.shared();
        hasTheFault = KnownFault.STARTUP_PROBE_FORGOTTEN.isIn(
                KubernetesVersion.parse(cluster.client().getKubernetesVersion().getGitVersion())
                        .orElseThrow());
        String label = WebhookRegistration.label();
        cluster.namespace(NAMESPACE, Map.of(label, "enabled"));
        webhook = LocalWebhook.start(cluster, Gates.DEFAULT);
        registration = WebhookRegistration.create(
                        cluster, "zz-forgotten-probe", webhook.url(), webhook.authorityPem(), label, true)
                .awaiting(() -> cluster.createPod(NAMESPACE, KubeletPod.example(), true)
                        .body()
                        .at("/spec/initContainers/0")
                        .has("startupProbe"));
        clock = KubeletPod.create(NAMESPACE, pod("clock", sidecar("late", 8082, 0), ""));
        // All at once, so that their back-offs overlap.
        for (Start start : Start.values()) {
            String name = start.name().toLowerCase(Locale.ROOT).replace('_', '-');
            pods.put(start, KubeletPod.create(NAMESPACE, pod(name, start.sidecars, start.ofMain)));
        }
    }

    @AfterAll
    void stop() {
        registration.close();
        webhook.close();
        cluster.deleteNamespace(NAMESPACE);
    }

    /**
     * It writes a line for each connection. Where it exits twice, the kubelet sees it down for the ten seconds of a
     * back-off, and not only for the moment between two of its looks.
     */
    private static String sidecar(String name, int port, int exits) {
        return """
                  - name: %1$s
                    image: alpine:latest
                    restartPolicy: Always
                    command:
                    - sh
                    - -c
                    - >-
                      echo >> /starts/%1$s; [ $(wc -l < /starts/%1$s) -gt %3$d ] || exit 1;
                      while true; do nc -l -p %2$d < /dev/null && echo asked; done
                    volumeMounts: [{name: starts, mountPath: /starts}]
                    readinessProbe: {tcpSocket: {port: %2$d}, periodSeconds: 1}
                """.formatted(name, port, exits);
    }

    private static String pod(String name, String sidecars, String ofMain) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  restartPolicy: Never
                  terminationGracePeriodSeconds: 1
                  volumes: [{name: starts, emptyDir: {}}]
                  initContainers:
                %s  containers:
                  - name: app
                    image: alpine:latest
                    command: [sleep, "3600"]
                    %s
                """.formatted(name, sidecars, ofMain);
    }

    private static long asked(KubeletPod pod) {
        return pod.log("late").lines().filter("asked"::equals).count();
    }

    @ParameterizedTest
    @EnumSource
    void theMainsStartUnlessTheVersionHasTheFaultAndThePodMeetsIt(Start start) {
        KubeletPod pod = pods.get(start);
        if (hasTheFault && start.meetsTheFault) {
            assertIsForgotten(pod);
        } else {
            pod.awaitRunning("app");
            assertThat(asked(pod)).isPositive();
        }
        assertThat(pod.status("late").orElseThrow().getRestartCount()).isEqualTo(2);
    }

    /** The kubelet goes on asking another Pod every second. */
    private void assertIsForgotten(KubeletPod pod) {
        await(pod.name() + " serves")
                .atMost(PATIENCE)
                .until(() -> pod.status("late")
                        .filter(status -> status.getRestartCount() == 2
                                && status.getState().getRunning() != null)
                        .isPresent());
        long before = asked(clock);
        await("the kubelet asks " + clock.name()).atMost(PATIENCE).until(() -> asked(clock) >= before + PROBES);
        assertThat(asked(pod)).isZero();
        assertThat(pod.status("late").orElseThrow().getStarted())
                .as("what the kubelet says of it all the same")
                .isTrue();
        assertThat(pod.began("app")).isFalse();
    }
}
