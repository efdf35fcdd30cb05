package io.sidecarfirst.explain;

import io.sidecarfirst.gate.EarlierGate;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
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
        Map<Integer, EarlierGate> gates = EarlierGate.in(target.pod(), plan, gate);
        List<Explanation.Sidecar> sidecars = new ArrayList<>();
        List<Hold> holds = new ArrayList<>();
        for (Verdict verdict : plan.verdicts()) {
            Optional<EarlierGate> gated =
                    Optional.ofNullable(gates.get(verdict.sidecar().index()));
            Optional<StatusEntry.Gated> earlier =
                    gated.filter(it -> leavesGateAlone(verdict)).map(StatusEntry.Gated::of);
            Optional<Hold> hold = Hold.of(verdict, earlier.isPresent());
            hold.ifPresent(holds::add);
            sidecars.add(new Explanation.Sidecar(
                    verdict,
                    earlier,
                    gated.filter(it -> it.isOutdated() && !Changes.isOptedOut(verdict))
                            .map(it -> Outdated.of(target, it)),
                    Why.of(target.pod(), verdict, earlier),
                    hold,
                    hold.filter(it -> target.end().isEmpty() || verdict instanceof Verdict.Gated)
                            .map(it -> NeverReady.of(target, it)),
                    live ? Optional.of(Life.of(target, verdict, now)) : Optional.empty(),
                    Changes.of(target, verdict, earlier, hold)));
        }
        Scene scene = new Scene(target, plan, holds);
        return new Explanation(
                target,
                plan,
                sidecars,
                hazards.stream().flatMap(hazard -> hazard.in(scene).stream()).toList(),
                live ? Life.mains(target.pod(), now) : List.of());
    }

    private static boolean leavesGateAlone(Verdict verdict) {
        return verdict instanceof Verdict.Skipped skipped && OF_GATED.contains(skipped.reason());
    }
}
