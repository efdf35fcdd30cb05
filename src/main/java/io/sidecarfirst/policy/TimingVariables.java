package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Budget;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.gate.WellKnown;
import java.util.List;
import java.util.OptionalInt;

/** The timing of the gates, as the gate's StartupProbe and Budget make it: we add waiting, never killing. */
final class TimingVariables {
    private TimingVariables() {}

    static List<Variable> variables(Settings settings) {
        Timing timing = settings.timing();
        return List.of(
                new Variable(
                        "budgets",
                        """
                        How long each sidecar may take, in seconds: what nothing ever killed gets the startup budget, what
                        has a livenessProbe the longest that its author allowed.""",
                        Cel.of(
                                """
                                variables.sidecars.map(s, !has(s.container.livenessProbe) ? ${budget}
                                  : [${least}, int(${liveness}),
                                    !has(s.container.readinessProbe) ? 0 : int(${readiness})].max())""",
                                "budget",
                                settings.startupBudgetSeconds(),
                                "least",
                                Budget.LEAST_WITH_LIVENESS,
                                "liveness",
                                budget("s.container.livenessProbe"),
                                "readiness",
                                budget("s.container.readinessProbe"))),
                new Variable(
                        "timings",
                        """
                        The timing of each gate. An attempt a second, for exec up to its timeout; as many as the budget
                        holds. (A map over a list of one is how CEL gives a value a name.)""",
                        Cel.of(
                                """
                                variables.sidecars.transformList(k, s, variables.gates[k].map(g,
                                  [${timeout}].map(timeout,
                                  [${delay}].map(delay,
                                  [${period}].map(period, {
                                    'delay': delay,
                                    'timeout': timeout,
                                    'period': period,
                                    'threshold': ${threshold}
                                  })))[0][0][0]))""",
                                "timeout",
                                value(
                                        WellKnown.TIMEOUT_SECONDS,
                                        timing.timeoutSeconds(),
                                        "int(g.probe.?timeoutSeconds.orValue(1))"),
                                "delay",
                                value(WellKnown.INITIAL_DELAY_SECONDS, timing.initialDelaySeconds(), "0"),
                                "period",
                                value(
                                        WellKnown.PERIOD_SECONDS,
                                        timing.periodSeconds(),
                                        "g.kind != 'exec' ? 1 : [int(g.probe.?periodSeconds.orValue(10)), timeout].min()"),
                                "threshold",
                                value(
                                        WellKnown.FAILURE_THRESHOLD,
                                        timing.failureThreshold(),
                                        "[1, [" + Integer.MAX_VALUE
                                                + ", (variables.budgets[k] - delay + period - 1) / period].min()].max()"))));
    }

    private static String value(String name, OptionalInt setting, String derived) {
        return AnnotationVariables.value(
                "numbers", name, setting.isPresent() ? String.valueOf(setting.getAsInt()) : derived);
    }

    /** What a probe's author allowed, with Kubernetes' defaults where he wrote nothing. */
    private static String budget(String probe) {
        return Cel.of("""
                ${probe}.?initialDelaySeconds.orValue(0)
                      + ${probe}.?periodSeconds.orValue(10) * ${probe}.?failureThreshold.orValue(3)""", "probe", probe);
    }
}
