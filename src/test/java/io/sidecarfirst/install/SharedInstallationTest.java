package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code helm install --wait} with the chart's defaults. */
@RequiresK3s
class SharedInstallationTest {
    private final HelmInstallation installation = HelmInstallation.shared();
    private final Cluster cluster = installation.cluster();

    @Test
    void gatesAtOnce() {
        try (OptedIn namespace = OptedIn.to(installation)) {
            Cluster.Answer answer = namespace.create(OptedIn.pod());
            assertThat(OptedIn.gate(answer).at("/tcpSocket/port").asInt()).isEqualTo(80);
        }
    }

    @Test
    void leavesOtherNamespacesAlone() {
        try (OptedIn namespace = OptedIn.with(cluster, Map.of())) {
            assertThat(namespace.gates()).isFalse();
        }
    }

    /** Some may come without their gate: a call that a crash cuts off is lost. */
    @Test
    void refusesNoPodWhileOneReplicaCrashesAfterTheOther() throws InterruptedException {
        try (OptedIn namespace = OptedIn.to(installation);
                SteadyCreates creates = SteadyCreates.in(namespace)) {
            new Replicas(installation).crashEach();
            namespace.awaitGates(true);
            creates.assertNoneRefused();
        }
    }

    @Test
    void helmTestSucceedsAndLeavesNothing() {
        installation.test();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(objectsOfTheTest()).isEmpty());
    }

    private Stream<String> objectsOfTheTest() {
        return Stream.of(
                        cluster.client().namespaces().list().getItems(),
                        cluster.client()
                                .pods()
                                .inNamespace(installation.namespace())
                                .list()
                                .getItems(),
                        cluster.client()
                                .serviceAccounts()
                                .inNamespace(installation.namespace())
                                .list()
                                .getItems())
                .flatMap(objects -> objects.stream().map(HasMetadata.class::cast))
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .filter(name -> name.contains(installation.fullName() + "-test"));
    }
}
