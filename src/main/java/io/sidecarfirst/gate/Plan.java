package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was decided for one Pod.
 *
 * @param verdicts one for each sidecar, in the order in which they start
 * @param warnings what a person should read; not what the Pod is refused for
 * @param denial why a strict server refuses the Pod; empty without strict, and for nearly every Pod
 */
public record Plan(List<Verdict> verdicts, List<Warning> warnings, Optional<String> denial) {

    /** The plan for a Pod without sidecars. */
    public static final Plan NOTHING = new Plan(List.of(), List.of(), Optional.empty());

    public Plan {
        verdicts = List.copyOf(verdicts);
        warnings = List.copyOf(warnings);
    }

    static Plan of(List<Verdict> verdicts, List<Warning> warnings, boolean strict) {
        if (!strict) {
            return new Plan(verdicts, warnings, Optional.empty());
        }
        return new Plan(
                verdicts,
                warnings.stream().filter(warning -> warning.refusal().isEmpty()).toList(),
                Optional.of(String.join("; ", Warning.refusals(warnings))).filter(text -> !text.isEmpty()));
    }

    /** The sidecars that get a gate. */
    public List<Verdict.Gated> gates() {
        return verdicts.stream()
                .flatMap(verdict -> verdict instanceof Verdict.Gated gated ? Stream.of(gated) : Stream.empty())
                .toList();
    }

    /** Whether nothing was decided, because every sidecar is out of bounds: such a Pod is not touched at all. */
    boolean leavesPodAlone() {
        return verdicts.stream()
                .allMatch(verdict -> verdict instanceof Verdict.Skipped skipped
                        && (skipped.reason() == Reason.MIRROR_POD || skipped.reason() == Reason.OPTED_OUT));
    }
}
