package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.prometheus.DocumentedMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ObserverMetricsTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ObserverMetrics metrics = new ObserverMetrics(registry);

    @Test
    void eachHasALineInTheDocumentation() throws IOException {
        metrics.active.set(1);
        Map<String, String> registered = registry.scrape().stream()
                .collect(Collectors.toMap(ObserverMetricsTest::name, ObserverMetricsTest::type));

        assertThat(registered).hasSize(11);
        assertThat(DocumentedMetrics.types()).containsAllEntriesOf(registered);
    }

    @Test
    void aWaitOnAGuessIsToldFromOneThatAnAuthorStated() {
        assertThat(gates()).hasSize(SourceKind.values().length + 1).allMatch(gate -> gate.getCount() == 0);
        metrics.measured(passed(SourceKind.PORT, true));
        metrics.measured(passed(SourceKind.PORT, true));
        metrics.measured(passed(SourceKind.READINESS_PROBE, false));
        assertThat(gates())
                .as("no series appears later")
                .hasSize(SourceKind.values().length + 1)
                .filteredOn(gate -> gate.getCount() > 0)
                .extracting(gate -> gate.getLabels().toString(), HistogramDataPointSnapshot::getCount)
                .containsExactlyInAnyOrder(
                        tuple("{guessed=\"true\",source=\"port\"}", 2L),
                        tuple("{guessed=\"false\",source=\"readinessProbe\"}", 1L));
    }

    private static Finding passed(SourceKind source, boolean isGuess) {
        return new Finding.Passed(
                new HeldPod().observed(),
                new ObservedPod.GateOfOurs(source, "tcpSocket on port 8080", isGuess, 0),
                Duration.ofSeconds(3));
    }

    private List<HistogramDataPointSnapshot> gates() {
        return points("sidecar_first_gate_seconds");
    }

    private List<HistogramDataPointSnapshot> points(String name) {
        return registry.scrape().stream()
                .filter(snapshot -> snapshot.getMetadata().getPrometheusName().equals(name))
                .flatMap(snapshot -> ((HistogramSnapshot) snapshot).getDataPoints().stream())
                .toList();
    }

    @Test
    void whatPulledNoImageIsNotCounted() {
        metrics.pulledLate(Duration.ZERO);
        metrics.pulledLate(Duration.ofMillis(3200));
        assertThat(points("sidecar_first_late_image_pull_seconds"))
                .singleElement()
                .satisfies(pulls -> {
                    assertThat(pulls.getCount()).isEqualTo(1);
                    assertThat(pulls.getSum()).isEqualTo(3.2);
                });
    }

    private static String name(MetricSnapshot snapshot) {
        return snapshot.getMetadata().getPrometheusName() + (snapshot instanceof CounterSnapshot ? "_total" : "");
    }

    private static String type(MetricSnapshot snapshot) {
        return snapshot instanceof CounterSnapshot
                ? "counter"
                : snapshot instanceof GaugeSnapshot ? "gauge" : "histogram";
    }
}
