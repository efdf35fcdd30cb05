package io.sidecarfirst.bench.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.apiserver.WatchEnd;
import io.sidecarfirst.bench.apiserver.SimulatedPods.Population;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.observer.Observer;
import io.sidecarfirst.observer.ObserverSettings;
import io.sidecarfirst.release.ReleaseStore;
import io.sidecarfirst.release.Releases;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The program's own client asks it, as a replica does. */
class SimulatedApiServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private SimulatedApiServer start(Population population, SimulatedApiServer.Lease lease) {
        return SimulatedApiServer.start("127.0.0.1", new SimulatedPods(population), lease, "authority");
    }

    private ApiServer client(SimulatedApiServer server) {
        return ApiServer.connect(server.kubeconfig(folder), null);
    }

    @Test
    void anObserverFindsThePodsThatWaitAndFollowsTheirChanges() throws InterruptedException {
        PrometheusRegistry registry = new PrometheusRegistry();
        ObserverSettings settings = new ObserverSettings(
                ObjectName.parse(SimulatedApiServer.LEASE),
                SimulatedApiServer.CONFIGURATION,
                Duration.ofSeconds(60),
                null,
                Gates.DEFAULT,
                "test");
        try (SimulatedApiServer server = start(new Population(200, 50, 3), SimulatedApiServer.Lease.FREE)) {
            try (Observer observer = Observer.start(client(server), settings, registry)) {
                assertThat(observer).isNotNull();
                server.awaitList();
                server.awaitWatch();
                await().atMost(PATIENCE).until(() -> server.eventsWritten() == 3);
                assertThat(gauge(registry, "sidecar_first_observer_pods")).isEqualTo(100);
                assertThat(gauge(registry, "sidecar_first_waiting_pods")).isEqualTo(3);
                // A stage each: of those that wait, the gate opens.
                assertThat(server.change(10, Duration.ofSeconds(1))).isEqualTo(10);
                await().atMost(PATIENCE).until(() -> gauge(registry, "sidecar_first_waiting_pods") == 0);
            }
            assertThat(server.leaseWrites()).isGreaterThanOrEqualTo(2);
            assertThat(server.unknown()).isEmpty();
        }
    }

    @Test
    void aWatchTellsEachReplacementStageByStage() throws Exception {
        try (SimulatedApiServer server = start(new Population(10, 100, 0), SimulatedApiServer.Lease.FREE);
                ApiServer client = client(server)) {
            List<JsonNode> listed = new ArrayList<>();
            ApiServer.Answer list = client.list("api/v1/pods", "", 3, listed::add);
            List<JsonNode> events = new CopyOnWriteArrayList<>();
            FutureTask<WatchEnd> watch =
                    new FutureTask<>(() -> client.watch("api/v1/pods", "", version(list.body()), events::add));
            Thread thread = new Thread(watch);
            thread.start();
            server.awaitWatch();
            int changes = server.change(60, Duration.ofSeconds(1));
            await().atMost(PATIENCE).until(() -> events.size() == changes);
            thread.interrupt();

            assertThat(listed).hasSize(10).allSatisfy(pod -> {
                assertThat(pod.toString().length()).isBetween(11_500, 12_500);
                assertThat(pod.at("/metadata/labels").has(WellKnown.GATED_LABEL))
                        .isTrue();
                assertThat(pod.at("/spec/initContainers/0").has("startupProbe")).isTrue();
            });
            assertThat(events)
                    .filteredOn(event ->
                            event.at("/object/metadata/name").asString().contains("-00003-"))
                    .extracting(event -> event.path("type").asString() + " "
                            + event.at("/object/status/phase").asString())
                    .containsExactly(
                            "DELETED Running",
                            "ADDED Pending",
                            "MODIFIED Pending",
                            "MODIFIED Pending",
                            "MODIFIED Pending",
                            "MODIFIED Running");
            assertThat(events)
                    .extracting(event -> version(event.path("object")))
                    .doesNotHaveDuplicates();
        }
    }

    private static String version(JsonNode object) {
        return object.at("/metadata/resourceVersion").asString();
    }

    @Test
    void aReplicaThatStandsByFindsAnotherOnesLeaseAndAnEmptyConfigMap() throws InterruptedException {
        try (SimulatedApiServer server = start(Population.NONE, SimulatedApiServer.Lease.TAKEN);
                ApiServer client = client(server)) {
            ApiServer.Answer lease =
                    client.get("apis/coordination.k8s.io/v1/namespaces/bench/leases/observer", "Lease");
            ApiServer.Answer configuration = client.get(
                    "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/"
                            + SimulatedApiServer.CONFIGURATION,
                    "MutatingWebhookConfiguration");

            server.awaitLeaseRead();
            assertThat(lease.body().at("/spec/holderIdentity").asString()).isEqualTo("another");
            assertThat(configuration
                            .body()
                            .at("/webhooks/0/clientConfig/caBundle")
                            .asString())
                    .isEqualTo("YXV0aG9yaXR5");
            assertThat(new ReleaseStore(client, "bench", "released").read())
                    .hasValueSatisfying(stored -> assertThat(stored.releases()).isEqualTo(Releases.NONE));
            assertThat(client.get("api/v1/nodes").code()).isEqualTo(404);
            assertThat(server.unknown()).containsExactly("GET /api/v1/nodes");
        }
    }

    @Test
    void noMorePodsCanWaitThanHaveASidecar() {
        assertThatThrownBy(() -> new SimulatedPods(new Population(100, 10, 11)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double gauge(PrometheusRegistry registry, String name) {
        return registry.scrape(name::equals).stream()
                .map(GaugeSnapshot.class::cast)
                .flatMap(gauge -> gauge.getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .sum();
    }
}
