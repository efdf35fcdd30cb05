package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was decided for one Pod.
 *
 * @param verdicts one for each sidecar, in the order in which they start
 * @param warnings what a person should read; not what the Pod is denied for
 * @param refusals what a strict server denies the Pod for; none without strict, and for nearly every Pod
 * @param gateContainer the init container that the mains wait for, to be added or there already; null for none
 */
public record Plan(
        List<Verdict> verdicts,
        List<Warning> warnings,
        List<String> refusals,
        @Nullable GateContainer gateContainer) {

    public Plan {
        verdicts = List.copyOf(verdicts);
        warnings = List.copyOf(warnings);
        refusals = List.copyOf(refusals);
    }

    static Plan of(
            List<Verdict> verdicts, List<Warning> warnings, @Nullable GateContainer gateContainer, boolean strict) {
        return strict
                ? new Plan(
                        verdicts,
                        warnings.stream()
                                .filter(warning -> warning.refusal() == null)
                                .toList(),
                        Warning.refusals(warnings),
                        gateContainer)
                : new Plan(verdicts, warnings, List.of(), gateContainer);
    }

    /** Whether there is nothing to decide on: no sidecar, and no gate container of earlier ones. */
    public boolean isNothing() {
        return verdicts.isEmpty() && gateContainer == null;
    }

    /** Why the Pod is denied, in one line; empty where it is admitted. */
    public Optional<String> denial() {
        return refusals.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", refusals));
    }

    /** The sidecars that get a gate. */
    public List<Verdict.Gated> gates() {
        return verdicts.stream()
                .flatMap(verdict -> verdict instanceof Verdict.Gated gated ? Stream.of(gated) : Stream.empty())
                .toList();
    }

    /** Whether every sidecar was opted out or belongs to a mirror Pod: such a Pod is not changed at all. */
    boolean leavesPodAlone() {
        return verdicts.stream()
                .allMatch(verdict -> verdict instanceof Verdict.Skipped skipped
                        && (skipped.reason() == Reason.MIRROR_POD || skipped.reason() == Reason.OPTED_OUT));
    }
}
