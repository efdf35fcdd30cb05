package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.cluster.RequiresK3s;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * With failurePolicy Fail every call that is lost is a Pod that is refused: none is, whatever happens to the replicas.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisturbanceTest {
    private HelmInstallation installation;
    private Replicas replicas;
    private OptedIn namespace;

    @BeforeAll
    void start() {
        installation = HelmInstallation.own("disturbance");
        replicas = new Replicas(installation);
        namespace = OptedIn.to(installation);
        // A machine that is busy with something else must not look like a fault: only what is lost is refused.
        installation.install("webhook: {failurePolicy: Fail, timeoutSeconds: 10}");
    }

    @AfterAll
    void stop() {
        installation.close();
        namespace.close();
    }

    @Test
    void aRollingRestart() throws InterruptedException {
        Set<String> before = replicas.names();
        try (SteadyCreates creates = SteadyCreates.in(namespace)) {
            replicas.deployment().rolling().restart();
            replicas.awaitReplaced(before);
            creates.assertAllGated();
        }
    }

    @Test
    void oneReplicaIsDeletedAfterTheOther() throws InterruptedException {
        try (SteadyCreates creates = SteadyCreates.in(namespace)) {
            for (String pod : replicas.names()) {
                replicas.delete(pod);
                replicas.awaitReplaced(Set.of(pod));
            }
            creates.assertAllGated();
        }
    }

    /** Both are on the one node; the PodDisruptionBudget lets them go one after the other. */
    @Test
    void theNodeIsDrained() throws InterruptedException {
        Set<String> before = replicas.names();
        try (SteadyCreates creates = SteadyCreates.in(namespace)) {
            before.forEach(replicas::evict);
            replicas.awaitReplaced(before);
            creates.assertAllGated();
        }
    }

    /** In real time: a new authority has to be known for a minute before anything of it is served. */
    @Test
    void theSecretIsDeletedAndTheCaBundleEmptied() throws InterruptedException {
        Trust trust = Trust.of(installation);
        Set<X509Certificate> served = replicas.leaves();
        assertThat(served).hasSize(1);
        try (SteadyCreates creates = SteadyCreates.in(namespace)) {
            Trust.secret(installation).delete();
            await().atMost(Duration.ofSeconds(130))
                    .pollInterval(Duration.ofSeconds(4))
                    .untilAsserted(
                            () -> assertThat(replicas.leaves()).hasSize(1).doesNotContainAnyElementsOf(served));
            creates.assertAllGated();
        }
        Trust renewed = Trust.of(installation);
        assertThat(renewed.secret().get("tls.crt")).isNotEqualTo(trust.secret().get("tls.crt"));

        // Somebody empties it: Pods are refused until the replicas have seen that.
        Trust.write(installation, "");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Trust.of(installation).bundles().equals(renewed.bundles()));
        namespace.awaitGates(true);
        assertThat(replicas.leaves()).doesNotContainAnyElementsOf(served);
    }
}
