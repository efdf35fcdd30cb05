package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.prometheus.DocumentedMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    /** With failurePolicy Ignore, the default, Pods come up without their gates; but not unnoticed. */
    @Test
    void whatWasMissedWhileNoReplicaWasThereIsNamedByAudit() throws IOException {
        Replicas replicas = new Replicas(installation);
        try (OptedIn namespace = OptedIn.to(installation)) {
            String before = created(namespace, true);
            replicas.scale(0);
            Set<String> missed = Set.copyOf(
                    List.of(created(namespace, false), created(namespace, false), created(namespace, false)));
            replicas.scale(2);
            namespace.awaitGates(true);
            String after = created(namespace, true);

            Map<String, String> verdicts = audit(namespace);
            assertThat(verdicts).hasSize(5);
            assertThat(List.of(before, after))
                    .allSatisfy(pod -> assertThat(verdicts.get("pod/" + pod)).isIn("gated", "waiting"));
            assertThat(missed).allSatisfy(pod -> assertThat(verdicts).containsEntry("pod/" + pod, "missed"));
        }
    }

    private static String created(OptedIn namespace, boolean gated) {
        Cluster.Answer answer = namespace.create(OptedIn.pod());
        assertThat(answer.created()).as(answer.body().toString()).isTrue();
        assertThat(OptedIn.gate(answer).isObject()).isEqualTo(gated);
        return answer.body().at("/metadata/name").asString();
    }

    /** Verdicts by workload. */
    private Map<String, String> audit(OptedIn namespace) throws IOException {
        Path kubeConfig = Files.createTempFile("kubeconfig", ".yaml");
        try {
            Files.writeString(kubeConfig, cluster.kubeConfig());
            Cli.Run run =
                    Cli.run("audit", "--kubeconfig", kubeConfig.toString(), "-n", namespace.name(), "--output", "json");
            assertThat(run.code()).as(run.err()).isZero();
            Map<String, String> verdicts = new HashMap<>();
            for (JsonNode row : JsonMapper.shared().readTree(run.out()).path("rows")) {
                verdicts.put(
                        row.path("workload").asString(), row.path("verdict").asString());
            }
            return verdicts;
        } finally {
            Files.delete(kubeConfig);
        }
    }

    /** All of them: a module that the image's Java runtime lacks would take some away. */
    @Test
    void aReplicaHasTheMetricsThatAreDocumented() throws IOException {
        String replica = new Replicas(installation).names().iterator().next();
        String scraped = cluster.client()
                .raw("/api/v1/namespaces/%s/pods/%s:8081/proxy/metrics".formatted(installation.namespace(), replica));
        assertThat(DocumentedMetrics.typesIn(scraped)).isEqualTo(DocumentedMetrics.typesOfReplicas());
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
