package io.sidecarfirst.explain;

import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.observed.StatusEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Explains what a gate decides. Immutable and safe to share. */
public final class Explainer {
    /** Why a sidecar is left alone that this project has gated before. */
    private static final Set<Reason> OF_GATED = EnumSet.of(Reason.ALREADY_GATED, Reason.OPTED_OUT);

    private final Gate gate;
    private final List<Hazard> hazards;

    /**
     * @param gate who decides, under the settings that the server has
     * @param hazards in the order in which they are named
     */
    public Explainer(Gate gate, List<Hazard> hazards) {
        this.gate = gate;
        this.hazards = List.copyOf(hazards);
    }

    /**
     * What is decided for one Pod or template, and what that means. Never throws for the shape of its tree.
     *
     * @param now for how long states have lasted
     */
    public Explanation explain(Target target, Instant now) {
        Plan plan = gate.plan(target.pod());
        boolean live = target.isLive();
        Map<Integer, ExistingGate> gates = ExistingGate.in(target.pod(), plan, gate);
        List<Explanation.Sidecar> sidecars = new ArrayList<>();
        List<BlockingProbe> blockingProbes = new ArrayList<>();
        for (Verdict verdict : plan.verdicts()) {
            Optional<ExistingGate> gated =
                    Optional.ofNullable(gates.get(verdict.sidecar().index()));
            Optional<StatusEntry.Gated> earlier =
                    gated.filter(it -> leavesGateAlone(verdict)).map(StatusEntry.Gated::of);
            Optional<BlockingProbe> blockingProbe = BlockingProbe.of(verdict, earlier.isPresent());
            blockingProbe.ifPresent(blockingProbes::add);
            sidecars.add(new Explanation.Sidecar(
                    verdict,
                    earlier,
                    gated.filter(it -> it.isOutdated() && !Remedies.isOptedOut(verdict))
                            .map(it -> OutdatedText.of(target, it)),
                    ReasonText.of(target.pod(), verdict, earlier),
                    blockingProbe,
                    blockingProbe
                            .filter(it -> target.end().isEmpty() || verdict instanceof Verdict.Gated)
                            .map(it -> NeverReadyText.of(target, it)),
                    live ? Optional.of(LiveStatus.of(target, verdict, now)) : Optional.empty(),
                    Remedies.of(target, verdict, earlier, blockingProbe)));
        }
        HazardContext context = new HazardContext(target, plan, blockingProbes);
        return new Explanation(
                target,
                plan,
                sidecars,
                hazards.stream().flatMap(hazard -> hazard.in(context).stream()).toList(),
                live ? LiveStatus.mains(target.pod(), now) : List.of());
    }

    private static boolean leavesGateAlone(Verdict verdict) {
        return verdict instanceof Verdict.Skipped skipped && OF_GATED.contains(skipped.reason());
    }
}
