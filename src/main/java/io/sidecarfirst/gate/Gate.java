package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides, for each native sidecar of a Pod, whether and how the mains wait for it. Immutable and safe to share. */
public final class Gate {
    private final Settings settings;
    private final List<Source> sources;
    private final List<Veto> vetoes;

    /**
     * @param settings what is configurable
     * @param sources where gates come from, in the order of preference
     * @param vetoes what speaks against a candidate, in the order in which they are asked
     */
    public Gate(Settings settings, List<Source> sources, List<Veto> vetoes) {
        this.settings = settings;
        this.sources = List.copyOf(sources);
        this.vetoes = List.copyOf(vetoes);
    }

    /** The same decision where something nearer than the settings says what holds the mains back. */
    public Gate with(GateMode mode) {
        return new Gate(settings.with(mode), sources, vetoes);
    }

    /** What shall hold the mains of this Pod back: its annotation says it, else the settings. */
    public GateMode mode(Pod pod) {
        return Annotations.of(pod).mode().orElse(settings.mode());
    }

    /** What to do with this Pod. Never throws for the shape of the Pod's tree. */
    public Plan plan(Pod pod) {
        List<Container> sidecars = pod.sidecars();
        if (sidecars.isEmpty()) {
            return allSkipped(pod, Reason.NOTHING_TO_PROBE);
        }
        if (pod.annotations().has(WellKnown.MIRROR_ANNOTATION)) {
            return new Plan(skipped(sidecars, Reason.MIRROR_POD), List.of(), List.of(), null);
        }
        if (pod.label(WellKnown.INJECTION_LABEL)
                .filter(WellKnown.DISABLED::equals)
                .isPresent()) {
            return allSkipped(pod, Reason.OPTED_OUT);
        }
        Annotations annotations = Annotations.of(pod);
        GatePlace place = GatePlace.in(pod, mode(pod), settings.gateImage());
        List<Decision> decisions = decide(pod, place);
        List<Verdict> verdicts = decisions.stream().map(Decision::verdict).toList();
        List<Warning> warnings = new ArrayList<>(annotations.warnings());
        unknownLabel(pod).ifPresent(warnings::add);
        decisions.forEach(decision -> warnings.addAll(decision.warnings()));
        place.warning(verdicts).ifPresent(warnings::add);
        warnings.addAll(AwaitedMesh.warnings(pod, verdicts));
        return Plan.of(verdicts, warnings, place.container(verdicts).orElse(null), settings.strict());
    }

    /** What was decided for one sidecar, and what a person should read of it. */
    private record Decision(Verdict verdict, List<Warning> warnings) {}

    private List<Decision> decide(Pod pod, GatePlace place) {
        List<Decision> decisions = new ArrayList<>(pod.sidecars().size());
        for (Container sidecar : pod.sidecars()) {
            decisions.add(decide(pod, sidecar, place.mode(sidecar)));
        }
        List<Verdict> verdicts = decisions.stream().map(Decision::verdict).toList();
        int index = place.index(verdicts);
        int lastOrdinary = place.lastOrdinary(index);
        int characters = 0;
        int checks = 0;
        for (int i = 0; i < decisions.size(); i++) {
            Container sidecar = verdicts.get(i).sidecar();
            if (sidecar.index() >= index && place.mode(sidecar) == GateMode.CONTAINER) {
                // Behind the container, as it will be seen when this is decided again.
                decisions.set(i, decide(pod, sidecar, GateMode.PROBE));
            } else if (verdicts.get(i) instanceof Verdict.Gated gated && !gated.byProbe()) {
                int length = GateCheck.of(gated).argument().length();
                boolean fits = length <= GateCheck.MAX_CHARACTERS
                        && characters + length <= GateCheck.MAX_TOTAL
                        && checks < GateCheck.MAX_CHECKS;
                if (!fits || sidecar.index() < lastOrdinary) {
                    Decision byProbe = decide(pod, sidecar, GateMode.PROBE);
                    if (!fits || byProbe.verdict() instanceof Verdict.Gated) {
                        decisions.set(i, byProbe);
                        continue;
                    }
                }
                characters += length;
                checks++;
            }
        }
        return decisions;
    }

    /** A typing error opts nothing in and nothing out, without a word. */
    private static Optional<Warning> unknownLabel(Pod pod) {
        return pod.label(WellKnown.INJECTION_LABEL)
                .filter(value -> !value.equals(WellKnown.ENABLED))
                .map(value -> Warning.ignored(
                        "label",
                        WellKnown.INJECTION_LABEL,
                        "=" + Warning.quote(value) + " has no effect; allowed: " + WellKnown.ENABLED + ", "
                                + WellKnown.DISABLED));
    }

    /** A gate container that is there from before must not wait for what is not gated any more. */
    private static Plan allSkipped(Pod pod, Reason reason) {
        GateContainer present = pod.gateContainer();
        return new Plan(
                skipped(pod.sidecars(), reason),
                List.of(),
                List.of(),
                present == null ? null : present.with(List.of()));
    }

    private static List<Verdict> skipped(List<Container> sidecars, Reason reason) {
        return sidecars.stream().map(sidecar -> skipped(sidecar, reason)).toList();
    }

    private Decision decide(Pod pod, Container sidecar, GateMode mode) {
        List<Warning> warnings = new ArrayList<>(1);
        SidecarOverrides overrides = Annotations.of(pod).overrides(sidecar);
        Verdict verdict = decide(new SidecarContext(pod, sidecar, overrides, mode), warnings);
        return new Decision(verdict, warnings);
    }

    private Verdict decide(SidecarContext context, List<Warning> warnings) {
        Container sidecar = context.sidecar();
        if (!context.overrides().inject()) {
            return skipped(sidecar, Reason.OPTED_OUT);
        }
        if (sidecar.startupProbe().isPresent()) {
            return skipped(sidecar, Reason.ALREADY_GATED);
        }
        List<Source.Candidate> candidates = candidates(context);
        if (candidates.isEmpty()) {
            return nothingToProbe(context, warnings);
        }
        List<Veto.Objection> objections = new ArrayList<>(candidates.size());
        for (Source.Candidate candidate : candidates) {
            Optional<Veto.Objection> objection = Veto.first(vetoes, veto -> veto.against(context, candidate));
            if (objection.isEmpty()) {
                Verdict.Gated gated = gated(context, candidate);
                GuessedPort.of(context.overrides(), gated.sidecar(), gated.source(), gated.handler())
                        .flatMap(guess -> guess.warning(gated.mode()))
                        .ifPresent(warnings::add);
                return gated;
            }
            objections.add(objection.get());
        }
        Veto.Objection first = objections.get(0);
        if (context.overrides().asksForGate()) {
            for (Source.Candidate candidate : candidates) {
                if (isAgainstEvidenceOnly(context, candidate)) {
                    warnings.add(Warning.advice(
                            Warning.Kind.AGAINST_EVIDENCE,
                            "sidecar " + sidecar.describe() + " is gated because an annotation asks for it, although "
                                    + first.detail()));
                    return gated(context, candidate);
                }
            }
        }
        warnings.add(notGated(sidecar, first.reason(), first.detail()));
        return new Verdict.Skipped(sidecar, first.reason(), first.detail());
    }

    private Verdict.Gated gated(SidecarContext context, Source.Candidate candidate) {
        Container sidecar = context.sidecar();
        Timing timing = context.overrides().timing().orElse(settings.timing());
        boolean asked = candidate.handlers().size() == 1
                && context.asksFromInside(candidate.handlers().get(0))
                // Without one, an API server refuses the Pod anyhow.
                && sidecar.probedPort(candidate.handlers().get(0)).isPresent();
        return new Verdict.Gated(
                sidecar,
                candidate.source(),
                asked
                        ? GateCheck.probe(candidate, sidecar, timing)
                        : StartupProbe.of(candidate, sidecar, timing, settings),
                asked ? GateMode.CONTAINER : GateMode.PROBE,
                settings.releaseAfter().seconds(candidate.source(), context.overrides()));
    }

    /** The candidates of one source: the one that an annotation names, else the first that has any. */
    private List<Source.Candidate> candidates(SidecarContext context) {
        SourceKind wanted = context.overrides().source();
        for (Source source : sources) {
            if (wanted == null ? source.automatic() : source.kind() == wanted) {
                List<Source.Candidate> candidates = source.candidates(context);
                if (!candidates.isEmpty()) {
                    return candidates;
                }
            }
        }
        return List.of();
    }

    private boolean isAgainstEvidenceOnly(SidecarContext context, Source.Candidate candidate) {
        return vetoes.stream()
                .flatMap(veto -> veto.against(context, candidate).stream())
                .allMatch(Veto.Objection::isEvidence);
    }

    /** A log shipper without ports is normal; only where someone asked for a gate is its absence worth a warning. */
    private static Verdict nothingToProbe(SidecarContext context, List<Warning> warnings) {
        SourceKind wanted = context.overrides().source();
        if (wanted == null) {
            return skipped(context.sidecar(), Reason.NOTHING_TO_PROBE);
        }
        boolean unusable = wanted == SourceKind.PROBE && Annotations.hasProbe(context.pod(), context.sidecar());
        String detail = unusable
                ? "the check that an annotation gives for it cannot be used"
                : "an annotation asks for the source " + wanted + ", which it does not have";
        if (!unusable) {
            warnings.add(notGated(context.sidecar(), Reason.NOTHING_TO_PROBE, detail));
        }
        return new Verdict.Skipped(context.sidecar(), Reason.NOTHING_TO_PROBE, detail);
    }

    private static Verdict skipped(Container sidecar, Reason reason) {
        return new Verdict.Skipped(sidecar, reason, reason.explanation());
    }

    private static Warning notGated(Container sidecar, Reason reason, String detail) {
        return Warning.advice(
                Warning.Kind.NOT_GATED, "sidecar " + sidecar.describe() + " is not gated (" + reason + "): " + detail);
    }
}
