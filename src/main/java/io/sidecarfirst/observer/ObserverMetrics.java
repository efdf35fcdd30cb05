package io.sidecarfirst.observer;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sidecarfirst.gate.SourceKind;
import java.time.Duration;
import java.util.Locale;

/** The metrics of the observer. Where a replica is not the active one, its counters stay and its gauges are 0. */
final class ObserverMetrics {
    private static final double[] SECONDS = {0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600};

    final Gauge active;
    final Gauge pods;
    final Gauge waiting;
    final Counter released;
    final Counter givenUp;
    final Counter missed;
    final Counter skipped;
    private final Counter errors;
    private final Histogram gate;
    private final Histogram main;
    private final Histogram latePull;

    ObserverMetrics(PrometheusRegistry registry) {
        active = gauge(
                registry, "sidecar_first_observer_active", "Whether this replica is the one that observes: 1 or 0.");
        pods = gauge(
                registry,
                "sidecar_first_observer_pods",
                "Pods with native sidecars that this replica knows; 0 where it is not the active one.");
        waiting = gauge(
                registry,
                "sidecar_first_waiting_pods",
                "Pods whose mains wait on a gate for longer than waiting-after-seconds.");
        released = counter(
                registry, "sidecar_first_released_gates_total", "Gates that were given up because they did not open.");
        givenUp = counter(
                registry,
                "sidecar_first_given_up_gates_total",
                "Sidecars that a gate container gave up because they did not answer.");
        missed = counter(
                registry,
                "sidecar_first_missed_pods_total",
                "Pods that have opted in and on whose sidecars nothing was decided.");
        skipped = counter(
                registry,
                "sidecar_first_skipped_with_warning_pods_total",
                "Pods with a sidecar that was not gated, with a warning.");
        errors = Counter.builder()
                .name("sidecar_first_observer_errors_total")
                .help("How often the observer could not read or watch what it observes, or not do what was due.")
                .labelNames("task")
                .register(registry);
        for (Task task : Task.values()) {
            errors.initLabelValues(task.id());
        }
        gate = histogram("sidecar_first_gate_seconds", "From the start of a gated sidecar until its gate opened.")
                .labelNames("guessed", "source")
                .register(registry);
        for (SourceKind source : SourceKind.values()) {
            gate.initLabelValues("false", source.id());
        }
        gate.initLabelValues("true", SourceKind.PORT.id());
        main = histogram(
                        "sidecar_first_gate_main_seconds",
                        "From when the last gate of a Pod opened until a main started: later init containers, and the"
                                + " pull of the main's image, are in it.")
                .register(registry);
        latePull = histogram(
                        "sidecar_first_late_image_pull_seconds",
                        "How long the images of a gated Pod's mains were pulled, which a kubelet does only after the"
                                + " gates.")
                .register(registry);
    }

    /** What the observer does all the time. Their names are labels of a metric, so they never change. */
    enum Task {
        /** It lists and watches the Pods. */
        PODS,
        /** The same of namespaces. */
        NAMESPACES,
        /** It writes Events, gives gates up, and reads what it needs for that. */
        FINDINGS;

        private String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** It could not be done. */
    void failed(Task task) {
        errors.labelValues(task.id()).inc();
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help) {
        return Counter.builder().name(name).help(help).register(registry);
    }

    private static Histogram.Builder histogram(String name, String help) {
        return Histogram.builder().name(name).help(help).classicUpperBounds(SECONDS);
    }

    void measured(Finding finding) {
        if (finding instanceof Finding.Passed passed) {
            ObservedPod.GateOfOurs of = passed.gate();
            gate.labelValues(String.valueOf(of.isGuess()), of.source().id()).observe(seconds(passed.took()));
        } else if (finding instanceof Finding.Followed followed) {
            main.observe(seconds(followed.took()));
        }
    }

    /**
     * What was asked of a Pod that started late.
     *
     * @param took how long images were pulled; not counted if none was
     */
    void pulledLate(Duration took) {
        if (!took.isZero()) {
            latePull.observe(seconds(took));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    /** This replica observes no more. */
    void idle() {
        active.set(0);
        pods.set(0);
        waiting.set(0);
    }
}
