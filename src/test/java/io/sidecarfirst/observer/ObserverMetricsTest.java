package io.sidecarfirst.observer;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sidecarfirst.prometheus.DocumentedMetrics;
import java.io.IOException;
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

        assertThat(registered).hasSize(9);
        assertThat(DocumentedMetrics.types()).containsAllEntriesOf(registered);
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
