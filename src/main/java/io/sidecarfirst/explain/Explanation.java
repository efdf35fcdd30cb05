package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.observed.StatusEntry;
import java.util.List;
import java.util.Optional;

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
     * @param gatedEarlier its startupProbe, where this project has made that: the webhook, the policy or {@code inject}
     * @param outdated how that would be otherwise now, in sentences; empty where it would be the same
     * @param why the reason of the decision, in sentences
     * @param blockingProbe what holds the mains back at it
     * @param ifNeverReady what happens when that never passes
     * @param liveStatus what a Pod of a cluster says of it
     * @param remedies how to have it otherwise
     */
    public record Sidecar(
            Verdict verdict,
            Optional<StatusEntry.Gated> gatedEarlier,
            Optional<String> outdated,
            String why,
            Optional<BlockingProbe> blockingProbe,
            Optional<String> ifNeverReady,
            Optional<LiveStatus> liveStatus,
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
            return blockingProbe.isPresent() && !isOnlyPlanned();
        }

        /** Whether it is of a Pod that exists without a gate, and would be gated in a new one. */
        public boolean isOnlyPlanned() {
            return liveStatus.isPresent() && verdict instanceof Verdict.Gated;
        }

        /** What its gate is, or is to be, derived from. */
        public Optional<SourceKind> source() {
            return verdict instanceof Verdict.Gated gated
                    ? Optional.of(gated.source())
                    : gatedEarlier.map(StatusEntry.Gated::source);
        }
    }
}
