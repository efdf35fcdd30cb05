package io.sidecarfirst.bench.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ObjectName;
import io.sidecarfirst.bench.apiserver.SimulatedPods.Population;
import io.sidecarfirst.observer.Observer;
import io.sidecarfirst.observer.ObserverSettings;
import io.sidecarfirst.release.ReleaseMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
                "test");
        try (SimulatedApiServer server = start(new Population(200, 50, 3), SimulatedApiServer.Lease.FREE)) {
            try (Observer unused = Observer.start(client(server), settings, registry)) {
                server.awaitList();
                server.awaitWatch();
                await().atMost(PATIENCE).until(() -> server.eventsWritten() == 3);
                assertThat(gauge(registry, "sidecar_first_observer_pods")).isEqualTo(100);
                assertThat(gauge(registry, "sidecar_first_waiting_pods")).isEqualTo(3);
                // Of ten Pods, those that wait included, each is replaced once.
                assertThat(server.change(10, Duration.ofMillis(1200))).isEqualTo(12);
            }
            assertThat(server.leaseWrites()).isGreaterThanOrEqualTo(2);
            assertThat(server.unknown()).isEmpty();
        }
    }

    private static double gauge(PrometheusRegistry registry, String name) {
        return registry.scrape(name::equals).stream()
                .map(GaugeSnapshot.class::cast)
                .flatMap(gauge -> gauge.getDataPoints().stream())
                .mapToDouble(GaugeSnapshot.GaugeDataPointSnapshot::getValue)
                .sum();
    }
}
