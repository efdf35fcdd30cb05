package io.sidecarfirst.gate;

import org.jspecify.annotations.Nullable;

/**
 * The timing of a gate as a person sets it; what is null is derived.
 *
 * @param initialDelaySeconds 0..2147483647
 * @param periodSeconds 1..2147483647
 * @param timeoutSeconds 1..2147483647
 * @param failureThreshold 1..2147483647
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe">Probe</a>, whose
 *     fields and limits these are
 */
public record Timing(
        @Nullable Integer initialDelaySeconds,
        @Nullable Integer periodSeconds,
        @Nullable Integer timeoutSeconds,
        @Nullable Integer failureThreshold) {

    /** Everything derived. */
    public static final Timing DERIVED = new Timing(null, null, null, null);

    /** @throws IllegalArgumentException for a value that Kubernetes would refuse; the message names the setting */
    public Timing {
        require("initial-delay-seconds", initialDelaySeconds, 0);
        require("period-seconds", periodSeconds, 1);
        require("timeout-seconds", timeoutSeconds, 1);
        require("failure-threshold", failureThreshold, 1);
    }

    private static void require(String name, @Nullable Integer value, int least) {
        if (value != null && value < least) {
            throw new IllegalArgumentException(
                    name + ": " + value + " is out of range; allowed: " + least + ".." + Integer.MAX_VALUE);
        }
    }

    /** This timing, with what it leaves open taken from another. */
    public Timing orElse(Timing other) {
        return new Timing(
                first(initialDelaySeconds, other.initialDelaySeconds),
                first(periodSeconds, other.periodSeconds),
                first(timeoutSeconds, other.timeoutSeconds),
                first(failureThreshold, other.failureThreshold));
    }

    private static @Nullable Integer first(@Nullable Integer one, @Nullable Integer other) {
        return one != null ? one : other;
    }
}
