package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The life of one release, from its installation to its end, and once more: each test goes on where the one before
 * ended.
 */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleTest {
    private static final String FAIL = "webhook: {failurePolicy: Fail, timeoutSeconds: 10}\n";

    private HelmInstallation installation;
    private Replicas replicas;
    private OptedIn namespace;
    private Trust trust;

    @BeforeAll
    void start() {
        installation = HelmInstallation.own("lifecycle");
        replicas = new Replicas(installation);
        namespace = OptedIn.to(installation);
    }

    @AfterAll
    void stop() {
        installation.close();
        namespace.close();
    }

    private int period() {
        Cluster.Answer answer = namespace.dryRun(OptedIn.pod());
        return OptedIn.gate(answer).path("periodSeconds").asInt();
    }

    private List<String> images() {
        return replicas.pods().stream()
                .map(pod -> pod.getSpec().getContainers().get(0).getImage())
                .toList();
    }

    @Test
    @Order(1)
    void install() {
        installation.install("{}");
        assertThat(namespace.gates()).isTrue();
        assertThat(period()).isEqualTo(1);
        trust = Trust.of(installation);
        assertThat(trust.secret()).containsKeys("tls.crt", "tls.key");
    }

    @Test
    @Order(2)
    void upgradeToOtherSettings() {
        Set<String> before = replicas.names();
        String settings = "settings: {periodSeconds: 3}\nmissedPodPolicy: {enabled: true}\n";
        installation.upgrade(settings);
        replicas.awaitReplaced(before);
        assertThat(period()).isEqualTo(3);
        assertThat(Trust.of(installation)).isEqualTo(trust);
        // What API servers have filled in meanwhile is in nobody's way.
        installation.upgrade(settings);
    }

    @Test
    @Order(3)
    void upgradeToAnotherVersion() throws InterruptedException {
        Set<String> before = replicas.names();
        try (SteadyCreates creates = SteadyCreates.in(namespace)) {
            installation.upgrade(FAIL + NodeImage.values(NodeImage.OTHER_TAG));
            replicas.awaitReplaced(before);
            creates.assertAllGated();
        }
        assertThat(images()).hasSize(2).allMatch(image -> image.endsWith(":" + NodeImage.OTHER_TAG));
        assertThat(period()).isEqualTo(1);
        assertThat(Trust.of(installation)).isEqualTo(trust);
    }

    @Test
    @Order(4)
    void rollback() throws InterruptedException {
        Optional<HelmBinary> helm = HelmBinary.find();
        assumeTrue(helm.isPresent(), "helm-java cannot roll back, and there is no helm here");
        Set<String> before = replicas.names();
        try (SteadyCreates creates = SteadyCreates.in(namespace)) {
            installation.rollback(helm.get(), 1);
            replicas.awaitReplaced(before);
            creates.assertAllGated();
        }
        assertThat(images()).hasSize(2).allMatch(image -> image.endsWith(":" + NodeImage.TAG));
        assertThat(Trust.of(installation)).isEqualTo(trust);
    }

    @Test
    @Order(5)
    void uninstallLeavesNothing() {
        installation.uninstall();
        Cluster.Answer answer = namespace.create(OptedIn.pod());
        assertThat(answer.created()).isTrue();
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(Leftovers.of(installation)).isEmpty());
    }

    @Test
    @Order(6)
    void installAgainToRefuseWhatCannotBeGated() {
        installation.install(FAIL);
        assertThat(namespace.gates()).isTrue();
        assertThat(Trust.of(installation)).isNotEqualTo(trust);
        assertThat(Leftovers.of(installation)).contains("deployments/lifecycle-sidecar-first");
    }

    /** The configuration first, as the chart's README says: Helm 3 would delete it last. */
    @Test
    @Order(7)
    void uninstallRefusesNothing() throws InterruptedException {
        try (SteadyCreates creates = SteadyCreates.in(namespace)) {
            installation.deleteConfiguration();
            installation.uninstall();
            assertNothingIsLeft();
            creates.assertNoneRefused();
            assertThat(creates.ungated()).isPositive();
        }
    }
}
