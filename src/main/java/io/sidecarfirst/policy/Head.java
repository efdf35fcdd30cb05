package io.sidecarfirst.policy;

import io.sidecarfirst.gate.LoopbackImage;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.gate.WellKnown;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The comment at the head of a policy: where it comes from, and what it cannot do. */
final class Head {
    private Head() {}

    static String of(Policy policy) {
        StringBuilder head = new StringBuilder();
        head.append(Comment.of(
                "# ",
                "# ",
                "sidecar-first without a server: the API server itself makes the main containers of a Pod wait for its native"
                        + " sidecars. Printed by 'sidecar-first policy', with the settings "
                        + settings(policy.settings()) + "."));
        head.append("#\n# What it does not do as the webhook does:\n");
        for (Difference difference : Difference.values()) {
            head.append(Comment.of("# - ", "#   ", difference.id() + ": " + difference.text()));
        }
        return head.toString();
    }

    private static String settings(Settings settings) {
        List<String> all = new ArrayList<>();
        all.add("startup-budget-seconds=" + settings.startupBudgetSeconds());
        Timing timing = settings.timing();
        add(all, WellKnown.INITIAL_DELAY_SECONDS, timing.initialDelaySeconds());
        add(all, WellKnown.PERIOD_SECONDS, timing.periodSeconds());
        add(all, WellKnown.TIMEOUT_SECONDS, timing.timeoutSeconds());
        add(all, WellKnown.FAILURE_THRESHOLD, timing.failureThreshold());
        all.add("loopback-images="
                + settings.loopbackImages().stream().map(LoopbackImage::name).collect(Collectors.joining(",")));
        if (settings.strict()) {
            all.add("strict (without effect, see no-strict)");
        }
        return String.join(", ", all);
    }

    private static void add(List<String> all, String name, OptionalInt value) {
        value.ifPresent(number -> all.add(name + "=" + number));
    }
}
