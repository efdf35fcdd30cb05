package io.sidecarfirst.gate;

import org.jspecify.annotations.Nullable;

/**
 * Everything about the decision that can be configured.
 *
 * @param startupBudgetSeconds how long a sidecar without a livenessProbe may take to start, in seconds; 1..2147483647.
 *     Without a gate nothing would kill such a container, so the default is a day
 * @param timing cluster-wide defaults for the timing of gates; annotations win
 * @param strict whether a Pod with an annotation that cannot be used is refused; by default it is admitted with a
 *     warning
 * @param releaseAfter when a gate that does not open is given up; annotations win
 * @param mode what holds the mains back; the annotation of a Pod wins
 * @param gateImage the image of the gate container; null where there is none, so that all gates are startupProbes
 */
public record Settings(
        long startupBudgetSeconds,
        Timing timing,
        boolean strict,
        ReleaseAfter releaseAfter,
        GateMode mode,
        @Nullable GateImage gateImage) {

    /** A day, in seconds. */
    public static final long DEFAULT_STARTUP_BUDGET_SECONDS = 86_400;

    /** What holds where nothing is configured. */
    public static final Settings DEFAULTS = new Settings(
            DEFAULT_STARTUP_BUDGET_SECONDS, Timing.DERIVED, false, ReleaseAfter.DEFAULTS, GateMode.PROBE, null);

    /** @throws IllegalArgumentException for a value out of range; the message names the setting */
    public Settings {
        if (startupBudgetSeconds < 1 || startupBudgetSeconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("startup-budget-seconds: " + startupBudgetSeconds
                    + " is out of range; allowed: 1.." + Integer.MAX_VALUE);
        }
    }

    /** The same with another mode. */
    public Settings with(GateMode other) {
        return new Settings(startupBudgetSeconds, timing, strict, releaseAfter, other, gateImage);
    }

    /** The same with another image of the gate container. */
    public Settings with(GateImage other) {
        return new Settings(startupBudgetSeconds, timing, strict, releaseAfter, mode, other);
    }
}
