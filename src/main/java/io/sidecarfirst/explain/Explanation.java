package io.sidecarfirst.explain;

import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.observed.StatusEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Pod's plan, explained.
 *
 * @param sidecars one for each, in the order in which they start
 * @param hazards what may go wrong
 * @param mains the state of each main container; empty unless the Pod is in a cluster
 * @param pods what is found of the Pods that a workload has now; null for a Pod, and for what is not of a cluster
 */
public record Explanation(
        Target target,
        Plan plan,
        List<Sidecar> sidecars,
        List<Hazard.Finding> hazards,
        List<String> mains,
        @Nullable PodsNow pods) {
    public Explanation {
        sidecars = List.copyOf(sidecars);
        hazards = List.copyOf(hazards);
        mains = List.copyOf(mains);
    }

    /**
     * The Pods that a workload has now.
     *
     * @param sentences for a person
     * @param tree the same for programs
     */
    public record PodsNow(List<String> sentences, ObjectNode tree) {
        public PodsNow {
            sentences = List.copyOf(sentences);
        }
    }

    /** The same, with what is found of the workload's Pods. */
    public Explanation with(PodsNow found) {
        return new Explanation(target, plan, sidecars, hazards, mains, found);
    }

    /** What has no effect, or not the one that was meant. That a gate is a guess is said among the hazards. */
    List<Warning> warnings() {
        List<Warning> guesses = plan.gates().stream()
                .flatMap(gated ->
                        GuessedPort.of(target.pod(), gated).flatMap(guess -> guess.warning(gated.mode())).stream())
                .toList();
        return Stream.concat(target.misplaced().stream(), plan.warnings().stream())
                .filter(warning -> !guesses.contains(warning))
                .toList();
    }

    /**
     * One sidecar.
     *
     * @param existingGate its startupProbe, where this project has made it: the webhook, the policy or {@code inject}
     * @param guess the port that its gate takes without anybody having said so; null where it is no guess
     * @param outdated what this project would do now in its place, in sentences; null where it would do the same
     * @param why the reason of the decision, in sentences
     * @param blockingProbe the startupProbe that the mains wait for at this sidecar; null for none
     * @param fromInside what the gate container asks this sidecar; null where it does not
     * @param ifNeverReady what happens when that never passes, in sentences
     * @param liveStatus what a Pod of a cluster says of it
     * @param remedies what to change for another decision
     */
    public record Sidecar(
            Verdict verdict,
            StatusEntry.@Nullable Gated existingGate,
            @Nullable GuessedPort guess,
            @Nullable String outdated,
            String why,
            @Nullable BlockingProbe blockingProbe,
            @Nullable AskedFromInside fromInside,
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
            return (blockingProbe != null || fromInside != null) && !wouldBeGatedInNewPod();
        }

        /** Whether it has no gate, in a Pod that exists, and would get one in a new Pod. */
        public boolean wouldBeGatedInNewPod() {
            return liveStatus != null
                    && verdict instanceof Verdict.Gated
                    && (fromInside == null || !fromInside.isThere());
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
     * @param isToBeFilledIn whether the value only stands for one that a person knows
     * @param effect what it does, or what else to do: a clause that stands by itself
     * @param see a URL to read about it; null if there is none
     */
    public record Remedy(
            @Nullable String annotation,
            @Nullable String value,
            boolean isToBeFilledIn,
            String effect,
            @Nullable String see) {

        static Remedy set(String annotation, String value, String effect) {
            return new Remedy(annotation, value, false, effect, null);
        }

        static Remedy fillIn(String annotation, String placeholder, String effect) {
            return new Remedy(annotation, placeholder, true, effect, null);
        }

        static Remedy remove(String annotation, String effect) {
            return new Remedy(annotation, null, false, effect, null);
        }

        static Remedy advice(String text) {
            return new Remedy(null, null, false, text, null);
        }
    }
}
