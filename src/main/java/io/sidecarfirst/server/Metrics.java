package io.sidecarfirst.server;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.gate.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

/** The metrics, under names that start with {@code sidecar_first_}. */
public final class Metrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter reviews = Counter.builder()
            .name("sidecar_first_reviews_total")
            .help("Reviews by result: gated, skipped, without_sidecars, not_ours, denied, failed or malformed.")
            .labelNames("result")
            .register(registry);
    private final Counter sidecars = Counter.builder()
            .name("sidecar_first_sidecars_total")
            .help("Sidecars by verdict (gated or skipped) and cause (the source of the gate, or the reason for none).")
            .labelNames("verdict", "cause")
            .register(registry);
    private final Counter refusals = Counter.builder()
            .name("sidecar_first_refused_requests_total")
            .help("Requests that got no review, by HTTP status.")
            .labelNames("status")
            .register(registry);
    private final Histogram duration = Histogram.builder()
            .name("sidecar_first_request_duration_seconds")
            .help("From the request's headers to the written answer.")
            .classicOnly()
            .classicUpperBounds(0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 3, 10)
            .register(registry);
    private final Gauge inFlight = Gauge.builder()
            .name("sidecar_first_requests_in_flight")
            .help("Requests in flight.")
            .register(registry);
    private final CounterDataPoint withoutSidecars = reviews.labelValues("without_sidecars");

    /** Adds the expiry of the certificate that is served when the metrics are read. */
    public void certificate(Supplier<X509Certificate> served) {
        GaugeWithCallback.builder()
                .name("sidecar_first_certificate_not_after_timestamp_seconds")
                .help("When the certificate that is served expires, in seconds since 1970.")
                .callback(gauge -> gauge.call(
                        (double) served.get().getNotAfter().toInstant().getEpochSecond()))
                .register(registry);
    }

    /** Measures one request, from now until it is stopped. */
    Timer request() {
        inFlight.inc();
        long start = System.nanoTime();
        return () -> {
            inFlight.dec();
            duration.observe((System.nanoTime() - start) / 1e9);
        };
    }

    /** A measurement that is running. */
    interface Timer {
        void stop();
    }

    void refused(int status) {
        refusals.labelValues(Integer.toString(status)).inc();
    }

    void count(Outcome outcome) {
        if (outcome instanceof Outcome.Decided decided) {
            count(decided);
        } else {
            reviews.labelValues(
                            outcome instanceof Outcome.Ignored
                                    ? "not_ours"
                                    : outcome instanceof Outcome.Refused ? "malformed" : "failed")
                    .inc();
        }
    }

    private void count(Outcome.Decided decided) {
        if (decided.plan().verdicts().isEmpty()) {
            withoutSidecars.inc();
            return;
        }
        boolean gated = false;
        for (Verdict verdict : decided.plan().verdicts()) {
            if (verdict instanceof Verdict.Gated gate) {
                gated = true;
                sidecars.labelValues("gated", gate.source().id()).inc();
            } else {
                sidecars.labelValues(
                                "skipped", ((Verdict.Skipped) verdict).reason().id())
                        .inc();
            }
        }
        reviews.labelValues(decided.denied() ? "denied" : gated ? "gated" : "skipped")
                .inc();
    }

    /** The content type of what {@link #writeTo} writes. */
    static String contentType() {
        return PrometheusTextFormatWriter.CONTENT_TYPE;
    }

    /**
     * Writes all of it in Prometheus' text format.
     *
     * @throws IOException if the stream does
     */
    void writeTo(OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
    }
}
