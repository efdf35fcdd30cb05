package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.observed.StatusEntry;
import java.util.Locale;
import java.util.Optional;

/** Why a sidecar is gated or not, in a sentence or two. */
final class ReasonText {
    private ReasonText() {}

    static String of(Pod pod, Verdict verdict, Optional<StatusEntry.Gated> gatedEarlier) {
        if (verdict instanceof Verdict.Gated gated) {
            return gated(pod, gated);
        }
        Verdict.Skipped skipped = (Verdict.Skipped) verdict;
        if (gatedEarlier.isPresent() && skipped.reason() == Reason.OPTED_OUT) {
            return sentence(skipped.detail())
                    + ", but its startupProbe is the gate that sidecar-first has made before from its "
                    + gatedEarlier.get().source() + " (" + gatedEarlier.get().timing()
                    + "): the mains still wait for it.";
        }
        if (gatedEarlier.isPresent()) {
            return "Its startupProbe is the gate that sidecar-first has made from its "
                    + gatedEarlier.get().source() + " (" + gatedEarlier.get().timing() + ").";
        }
        if (skipped.reason() == Reason.ALREADY_GATED) {
            return "It has a startupProbe of its own, which is never changed. The mains wait for it.";
        }
        return sentence(skipped.detail()) + ". "
                + (skipped.sidecar().startupProbe().isPresent()
                        ? "Its startupProbe stays, and the mains wait for it."
                        : "The mains start as soon as it runs.");
    }

    private static String gated(Pod pod, Verdict.Gated gated) {
        Container sidecar = gated.sidecar();
        SidecarOverrides asked = SidecarOverrides.of(pod, sidecar);
        String port = gated.handler().port().map(Object::toString).orElse("");
        return switch (gated.source()) {
            case READINESS_PROBE ->
                "It has a readinessProbe, its author's own word for \"ready\": the mains wait for the same check"
                        + (asked.source() != null ? ", as an annotation asks." : ".");
            case PORT -> {
                if (asked.port() != null) {
                    yield "An annotation names the port " + port
                            + ": the mains wait until something accepts connections there.";
                }
                yield (asked.source() != null
                                ? "An annotation asks for the port, and it declares "
                                : "It has no readinessProbe, and declares the TCP port ")
                        + port + ": the mains wait until something accepts connections there.";
            }
            case LIVENESS_PROBE ->
                "An annotation asks for its livenessProbe. That says \"alive\", which may come before ready.";
        };
    }

    /** A clause as the start of a sentence; one that starts with the name of a program stays small. */
    private static String sentence(String clause) {
        int end = clause.indexOf(' ');
        String word = end < 0 ? clause : clause.substring(0, end);
        return word.chars().allMatch(Character::isLetter)
                ? clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1)
                : clause;
    }
}
