package io.sidecarfirst.gate;

/**
 * How long a sidecar may take before the kubelet restarts it, in seconds.
 *
 * <p>A readinessProbe never kills a container, but a startupProbe does. So a gate must not be shorter than what the
 * manifest allowed before: without a livenessProbe nothing would ever have killed the container; with one, its author
 * accepts restarts. At admission a default looks the same as a choice, so the source's own 30 s mean nothing.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/">Liveness,
 *     readiness and startup probes</a>
 */
public final class Budget {
    /** The minimum with a livenessProbe: ten minutes, enough to unpack and warm up nearly anything. */
    public static final long MIN_WITH_LIVENESS = 600;

    private Budget() {}

    static long seconds(Container sidecar, Settings settings) {
        return sidecar.livenessProbe()
                .map(liveness -> Math.max(
                        MIN_WITH_LIVENESS,
                        Math.max(
                                liveness.budgetSeconds(),
                                sidecar.readinessProbe()
                                        .map(Probe::budgetSeconds)
                                        .orElse(0L))))
                .orElse(settings.startupBudgetSeconds());
    }
}
