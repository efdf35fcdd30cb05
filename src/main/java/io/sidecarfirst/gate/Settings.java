package io.sidecarfirst.gate;

/**
 * Everything about the decision that can be configured.
 *
 * @param startupBudgetSeconds how long a sidecar without a livenessProbe may take to start, in seconds; 1..2147483647.
 *     Without a gate nothing would kill such a container, so the default is a day
 * @param timing cluster-wide defaults for the timing of gates; annotations win
 * @param strict whether a Pod with an annotation that cannot be used is refused; by default it is admitted with a
 *     warning
 * @param releaseAfter when a gate that does not open is given up; annotations win
 */
public record Settings(long startupBudgetSeconds, Timing timing, boolean strict, ReleaseAfter releaseAfter) {

    /** A day, in seconds. */
    public static final long DEFAULT_STARTUP_BUDGET_SECONDS = 86_400;

    /** What holds where nothing is configured. */
    public static final Settings DEFAULTS =
            new Settings(DEFAULT_STARTUP_BUDGET_SECONDS, Timing.DERIVED, false, ReleaseAfter.DEFAULTS);

    /** @throws IllegalArgumentException for a value out of range; the message names the setting */
    public Settings {
        if (startupBudgetSeconds < 1 || startupBudgetSeconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("startup-budget-seconds: " + startupBudgetSeconds
                    + " is out of range; allowed: 1.." + Integer.MAX_VALUE);
        }
    }
}
