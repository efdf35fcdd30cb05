package io.sidecarfirst.explain;

import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.observed.StatusEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains what a gate decides. Immutable and safe to share. */
public final class Explainer {
    /** The reasons to skip a sidecar whose gate this project has made before. */
    private static final Set<Reason> OF_GATED_BEFORE = EnumSet.of(Reason.ALREADY_GATED, Reason.OPTED_OUT);

    private final Gate gate;
    private final Programs programs;
    private final List<Hazard> hazards;
    private final Releasing releasing;

    /**
     * @param gate what decides, under the settings that the server has
     * @param programs those whose checks may be proposed
     * @param hazards in the order in which they are listed
     * @param releasing whether gates are given up
     */
    public Explainer(Gate gate, Programs programs, List<Hazard> hazards, Releasing releasing) {
        this.gate = gate;
        this.programs = programs;
        this.hazards = List.copyOf(hazards);
        this.releasing = releasing;
    }

    /** Where nothing is known of whether gates are given up. */
    public Explainer(Gate gate, Programs programs, List<Hazard> hazards) {
        this(gate, programs, hazards, Releasing.UNKNOWN);
    }

    /**
     * What is decided for one Pod or template, and what that means. Never throws for the shape of its tree.
     *
     * @param now for how long states have lasted
     */
    public Explanation explain(Target target, Instant now) {
        Gate gate = gate(target);
        Plan plan = gate.plan(target.pod());
        Map<Integer, ExistingGate> gates = ExistingGate.in(target.pod(), plan, gate);
        List<Explanation.Sidecar> sidecars = new ArrayList<>();
        List<BlockingProbe> blockingProbes = new ArrayList<>();
        for (Verdict verdict : plan.verdicts()) {
            Explanation.Sidecar sidecar = sidecar(
                    gate, target, plan, verdict, gates.get(verdict.sidecar().index()), now);
            sidecars.add(sidecar);
            if (sidecar.blockingProbe() != null) {
                blockingProbes.add(sidecar.blockingProbe());
            }
        }
        HazardContext context = new HazardContext(target, plan, blockingProbes);
        return new Explanation(
                target,
                plan,
                sidecars,
                hazards.stream().flatMap(hazard -> hazard.in(context).stream()).toList(),
                target.isLive() ? LiveStatus.mains(target.pod(), now) : List.of(),
                null);
    }

    /** What decides on it: a label of its namespace may say what holds its mains back. */
    private Gate gate(Target target) {
        Coverage coverage = target.coverage();
        return coverage == null || coverage.mode() == null ? gate : gate.with(coverage.mode());
    }

    private Explanation.Sidecar sidecar(
            Gate gate, Target target, Plan plan, Verdict verdict, @Nullable ExistingGate earlier, Instant now) {
        StatusEntry.Gated existing = earlier != null && leavesGateAlone(verdict) ? StatusEntry.Gated.of(earlier) : null;
        BlockingProbe blockingProbe =
                BlockingProbe.of(target, verdict, existing, releasing).orElse(null);
        AskedFromInside fromInside = AskedFromInside.of(target.pod(), verdict).orElse(null);
        boolean isOutdated = earlier != null && earlier.isOutdated() && !Remedies.isOptedOut(verdict);
        GuessedPort guess = guess(target, verdict, existing, blockingProbe);
        boolean mayStillStart = target.endReason().isEmpty() || verdict instanceof Verdict.Gated;
        LiveStatus liveStatus = target.isLive() ? LiveStatus.of(target, verdict, now) : null;
        return new Explanation.Sidecar(
                verdict,
                existing,
                guess,
                earlier != null && isOutdated ? SidecarText.outdated(target, earlier) : null,
                SidecarText.why(target.pod(), verdict, existing, guess)
                        + (verdict instanceof Verdict.Gated gated && gate.mode(target.pod()) == GateMode.CONTAINER
                                ? SidecarText.notAskedFromInside(plan, gated)
                                : ""),
                blockingProbe,
                fromInside,
                mayStillStart ? ifNeverReady(target, blockingProbe, fromInside) : null,
                liveStatus,
                Remedies.of(
                        gate,
                        programs,
                        target,
                        verdict,
                        existing,
                        blockingProbe,
                        fromInside,
                        liveStatus,
                        guess != null));
    }

    private static @Nullable String ifNeverReady(
            Target target, @Nullable BlockingProbe blockingProbe, @Nullable AskedFromInside fromInside) {
        return blockingProbe != null
                ? SidecarText.ifNeverReady(target, blockingProbe)
                : fromInside != null ? fromInside.ifNeverReady() : null;
    }

    private static @Nullable GuessedPort guess(
            Target target,
            Verdict verdict,
            StatusEntry.@Nullable Gated existing,
            @Nullable BlockingProbe blockingProbe) {
        if (verdict instanceof Verdict.Gated gated) {
            return GuessedPort.of(target.pod(), gated).orElse(null);
        }
        return existing == null || blockingProbe == null
                ? null
                : blockingProbe
                        .handler()
                        .flatMap(handler -> GuessedPort.of(target.pod(), verdict.sidecar(), existing.source(), handler))
                        .orElse(null);
    }

    private static boolean leavesGateAlone(Verdict verdict) {
        return verdict instanceof Verdict.Skipped skipped && OF_GATED_BEFORE.contains(skipped.reason());
    }
}
