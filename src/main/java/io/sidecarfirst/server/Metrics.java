package io.sidecarfirst.server;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.certificates.CertificateListener;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import java.io.IOException;
import java.io.OutputStream;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics, under names that start with {@code sidecar_first_}; those of the process and the JVM have the names that
 * they have everywhere. {@code docs/metrics.md} has a line for each. What has labels is there from the start, with 0:
 * a rate or an alert would miss the first step of a series that appears with 1.
 */
public final class Metrics {
    private static final List<String> RESULTS =
            List.of("gated", "skipped", "without_sidecars", "not_ours", "denied", "failed", "too_large", "malformed");
    private static final List<Integer> REFUSALS = List.of(400, 404, 405, 408, 413, 415, 500, 503);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final Counter reviews = Counter.builder()
            .name("sidecar_first_reviews_total")
            .help("Reviews by result (" + String.join(", ", RESULTS) + ") and by whether they were dry runs.")
            .labelNames("result", "dry_run")
            .register(registry);
    private final Counter sidecars = Counter.builder()
            .name("sidecar_first_sidecars_total")
            .help("Sidecars by verdict (gated or skipped), by cause (the source of the gate, or the reason for none)"
                    + " and by what holds the mains back (probe, container; empty where skipped); no dry runs.")
            .labelNames("verdict", "cause", "by")
            .register(registry);
    private final Counter warnings = Counter.builder()
            .name("sidecar_first_warnings_total")
            .help("Warnings in answers, by what they are about; without dry runs.")
            .labelNames("kind")
            .register(registry);
    private final Counter refusals = Counter.builder()
            .name("sidecar_first_refused_requests_total")
            .help("Requests to the webhook's port that got no review, by HTTP status.")
            .labelNames("status")
            .register(registry);
    private final Histogram duration = Histogram.builder()
            .name("sidecar_first_request_duration_seconds")
            .help("From the request's headers to the written answer.")
            .classicUpperBounds(
                    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
            // Buckets that grow by 9 percent.
            .nativeInitialSchema(3)
            .register(registry);
    private final Gauge inFlight = Gauge.builder()
            .name("sidecar_first_requests_in_flight")
            .help("Requests in flight.")
            .register(registry);
    private final Counter certificateReloads = Counter.builder()
            .name("sidecar_first_certificate_reloads_total")
            .help("Certificates, or authorities of clients, that were replaced by others.")
            .register(registry);
    private final Counter certificateRenewals = Counter.builder()
            .name("sidecar_first_certificate_renewals_total")
            .help("Times this replica wrote the Secret with the certificate that all replicas share.")
            .register(registry);
    private final Counter certificateErrors = Counter.builder()
            .name("sidecar_first_certificate_errors_total")
            .help("Attempts to read, use or write certificates that failed; what is served stays in use.")
            .register(registry);
    private final CounterDataPoint withoutSidecars = reviews.labelValues("without_sidecars", "false");

    /** Counts start at 0. */
    public Metrics() {
        RESULTS.forEach(result -> {
            reviews.initLabelValues(result, "false");
            reviews.initLabelValues(result, "true");
        });
        for (SourceKind source : SourceKind.values()) {
            for (GateMode mode : GateMode.values()) {
                sidecars.initLabelValues("gated", source.id(), mode.id());
            }
        }
        for (Reason reason : Reason.values()) {
            sidecars.initLabelValues("skipped", reason.id(), "");
        }
        for (Warning.Kind kind : Warning.Kind.values()) {
            warnings.initLabelValues(kind.id());
        }
        REFUSALS.forEach(status -> refusals.initLabelValues(Integer.toString(status)));
    }

    /** Where other parts of the program register metrics of their own. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** Adds the program's version. */
    public void build(String version) {
        Info.builder()
                .name("sidecar_first_build_info")
                .help("The version of sidecar-first.")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version);
    }

    /** Adds whether API servers should send reviews here. */
    public void readiness(Readiness readiness) {
        GaugeWithCallback.builder()
                .name("sidecar_first_ready")
                .help("Whether this replica is ready: 1 or 0.")
                .callback(gauge -> gauge.call(readiness.isReady() ? 1 : 0))
                .register(registry);
    }

    /** Adds the expiry of the certificate that is served when the metrics are read. */
    public void certificate(Supplier<X509Certificate> served) {
        GaugeWithCallback.builder()
                .name("sidecar_first_certificate_not_after_timestamp_seconds")
                .help("When the certificate that is served expires, in seconds since 1970.")
                .callback(gauge -> gauge.call(
                        (double) served.get().getNotAfter().toInstant().getEpochSecond()))
                .register(registry);
    }

    /**
     * Adds those of the process and of the JVM that cost nothing until they are read. Left out: those that listen to
     * each garbage collection, and those of native memory, which the JVM counts only if it is told to.
     */
    public void process() {
        ProcessMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
    }

    /** Counts what happens to certificates. */
    public CertificateListener certificates() {
        return new CertificateListener() {
            @Override
            public void reloaded() {
                certificateReloads.inc();
            }

            @Override
            public void renewed() {
                certificateRenewals.inc();
            }

            @Override
            public void failed() {
                certificateErrors.inc();
            }
        };
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
            return;
        }
        boolean dryRun = outcome instanceof Outcome.Answered answered
                && answered.request().dryRun();
        String result = outcome instanceof Outcome.Ignored
                ? "not_ours"
                : outcome instanceof Outcome.Refused
                        ? "malformed"
                        : outcome instanceof Outcome.Unread ? "too_large" : "failed";
        reviews.labelValues(result, Boolean.toString(dryRun)).inc();
    }

    private void count(Outcome.Decided decided) {
        boolean dryRun = decided.request().dryRun();
        if (decided.plan().verdicts().isEmpty() && !dryRun) {
            withoutSidecars.inc();
            return;
        }
        boolean gated = false;
        for (Verdict verdict : decided.plan().verdicts()) {
            gated |= verdict instanceof Verdict.Gated;
            if (!dryRun) {
                count(verdict);
            }
        }
        if (!dryRun) {
            decided.plan()
                    .warnings()
                    .forEach(
                            warning -> warnings.labelValues(warning.kind().id()).inc());
        }
        String result = decided.denied()
                ? "denied"
                : gated ? "gated" : decided.plan().verdicts().isEmpty() ? "without_sidecars" : "skipped";
        reviews.labelValues(result, Boolean.toString(dryRun)).inc();
    }

    private void count(Verdict verdict) {
        if (verdict instanceof Verdict.Gated gate) {
            sidecars.labelValues("gated", gate.source().id(), gate.mode().id()).inc();
        } else {
            sidecars.labelValues("skipped", ((Verdict.Skipped) verdict).reason().id(), "")
                    .inc();
        }
    }

    /**
     * What writes all of it in a format that a scraper takes: protobuf, which has the native histograms, too; else
     * OpenMetrics; else Prometheus' text format.
     *
     * @param accept the request's {@code Accept} header, if it has one
     */
    ExpositionFormatWriter format(@Nullable String accept) {
        return formats.findWriter(accept);
    }

    /**
     * Writes what it is now.
     *
     * @throws IOException if the stream does
     */
    void writeTo(OutputStream out, ExpositionFormatWriter format) throws IOException {
        format.write(out, registry.scrape());
    }
}
