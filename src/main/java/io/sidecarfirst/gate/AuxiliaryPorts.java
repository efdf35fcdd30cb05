package io.sidecarfirst.gate;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Ports that are not what the mains use: those for metrics, debugging and administration. Charts declare many that
 * nobody opens, since {@code containerPort} is only informational, and a program may open them before it can serve.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports">ContainerPort</a>
 */
public final class AuxiliaryPorts {
    /** Parts of names, between dashes. */
    public static final Set<String> WORDS = Set.of(
            "metric",
            "stats",
            "monitor",
            "monitoring",
            "admin",
            "management",
            "mgmt",
            "inspect",
            "inspector",
            "dlv",
            "delve",
            "jdwp",
            "jmx",
            "pprof",
            "profiling",
            "telemetry",
            "status");

    /** What makes a part of a name one of these wherever it stands in it: httpmetrics, metricsport, xdebug. */
    public static final Set<String> STEMS = Set.of("metrics", "debug");

    /** How parts of names begin: prom, prometheus. */
    public static final String PREFIX = "prom";

    /** How parts of names begin that say that the port tells whether the program is ready. */
    public static final Set<String> GOOD_PREFIXES = Set.of("health", "ready", "readiness");

    /** As in {@code metrics2}. */
    private static final Pattern NUMBER_AT_THE_END = Pattern.compile("\\d+$");

    private AuxiliaryPorts() {}

    /** Whether a port of that name is auxiliary; one without a name is not. */
    public static boolean contains(@Nullable String name) {
        if (name == null) {
            return false;
        }
        boolean auxiliary = false;
        for (String part : name.split("-", -1)) {
            if (GOOD_PREFIXES.stream().anyMatch(part::startsWith)) {
                return false;
            }
            auxiliary |= part.startsWith(PREFIX)
                    || STEMS.stream().anyMatch(part::contains)
                    || WORDS.contains(NUMBER_AT_THE_END.matcher(part).replaceFirst(""));
        }
        return auxiliary;
    }
}
