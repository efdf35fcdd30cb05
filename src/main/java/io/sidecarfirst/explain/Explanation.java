package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.observed.StatusEntry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Pod's plan, explained.
 *
 * @param sidecars one for each, in the order in which they start
 * @param hazards what may go wrong
 * @param mains the state of each main container; empty unless the Pod is in a cluster
 */
public record Explanation(
        Target target, Plan plan, List<Sidecar> sidecars, List<Hazard.Finding> hazards, List<String> mains) {
    public Explanation {
        sidecars = List.copyOf(sidecars);
        hazards = List.copyOf(hazards);
        mains = List.copyOf(mains);
    }

    /**
     * One sidecar.
     *
     * @param existingGate its startupProbe, where this project has made it: the webhook, the policy or {@code inject}
     * @param outdated what this project would do now in its place, in sentences; null where it would do the same
     * @param why the reason of the decision, in sentences
     * @param blockingProbe what the mains wait for at this sidecar
     * @param ifNeverReady what happens when that never passes, in sentences
     * @param liveStatus what a Pod of a cluster says of it
     * @param remedies what to change for another decision
     */
    public record Sidecar(
            Verdict verdict,
            StatusEntry.@Nullable Gated existingGate,
            @Nullable String outdated,
            String why,
            @Nullable BlockingProbe blockingProbe,
            @Nullable String ifNeverReady,
            @Nullable LiveStatus liveStatus,
            List<Remedy> remedies) {
        public Sidecar {
            remedies = List.copyOf(remedies);
        }

        /** Its name, for a sentence. */
        public String name() {
            return verdict.sidecar().describe();
        }

        /** Whether the mains wait for it, or those of the workload's Pods do. */
        public boolean isGated() {
            return blockingProbe != null && !wouldBeGatedInNewPod();
        }

        /** Whether it has no gate, in a Pod that exists, and would get one in a new Pod. */
        public boolean wouldBeGatedInNewPod() {
            return liveStatus != null && verdict instanceof Verdict.Gated;
        }

        /** What its gate is, or is to be, derived from. */
        public Optional<SourceKind> source() {
            return verdict instanceof Verdict.Gated gated
                    ? Optional.of(gated.source())
                    : Optional.ofNullable(existingGate).map(StatusEntry.Gated::source);
        }
    }

    /**
     * A change that leads to another decision.
     *
     * @param annotation the key to write; null where no annotation helps
     * @param value the value to write; null to remove the annotation
     * @param effect what it does, or what else to do
     */
    public record Remedy(
            @Nullable String annotation, @Nullable String value, String effect) {

        static Remedy set(String annotation, String value, String effect) {
            return new Remedy(annotation, value, effect);
        }

        static Remedy remove(String annotation, String effect) {
            return new Remedy(annotation, null, effect);
        }

        static Remedy advice(String text) {
            return new Remedy(null, null, text);
        }
    }
}
