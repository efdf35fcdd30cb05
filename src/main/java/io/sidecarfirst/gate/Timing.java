package io.sidecarfirst.gate;

import java.util.OptionalInt;

/**
 * The timing of a gate as a person sets it; what is empty is derived.
 *
 * @param initialDelaySeconds 0..2147483647
 * @param periodSeconds 1..2147483647
 * @param timeoutSeconds 1..2147483647
 * @param failureThreshold 1..2147483647
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe">Probe</a>, whose
 *     fields and limits these are
 */
public record Timing(
        OptionalInt initialDelaySeconds,
        OptionalInt periodSeconds,
        OptionalInt timeoutSeconds,
        OptionalInt failureThreshold) {

    /** Everything derived. */
    public static final Timing DERIVED =
            new Timing(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    /** @throws IllegalArgumentException for a value that Kubernetes would refuse; the message names the setting */
    public Timing {
        require("initial-delay-seconds", initialDelaySeconds, 0);
        require("period-seconds", periodSeconds, 1);
        require("timeout-seconds", timeoutSeconds, 1);
        require("failure-threshold", failureThreshold, 1);
    }

    private static void require(String name, OptionalInt value, int least) {
        if (value.isPresent() && value.getAsInt() < least) {
            throw new IllegalArgumentException(
                    name + ": " + value.getAsInt() + " is out of range; allowed: " + least + ".." + Integer.MAX_VALUE);
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

    private static OptionalInt first(OptionalInt one, OptionalInt other) {
        return one.isPresent() ? one : other;
    }
}
