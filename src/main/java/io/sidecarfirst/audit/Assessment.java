package io.sidecarfirst.audit;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GateCheck;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.observed.StatusEntry;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one sidecar of one Pod, and its reason.
 *
 * @param reason the source of a gate, or why there is none; by the names of the status annotation where it has them
 * @param ifCreatedNow what would be decided if the Pod were created now, and opted in; null where that says nothing new
 * @param gate what is known of the gate that it has, or would get
 */
record Assessment(
        AuditVerdict verdict, String reason, @Nullable Forecast ifCreatedNow, KnownGate gate) {
    static final String NOTHING_INSTALLED = "nothing-installed";
    static final String INSTALLED_UNKNOWN = "installed-unknown";
    static final String LABELS_UNKNOWN = "labels-unknown";
    static final String NO_STATUS = "no-status-annotation";
    static final String NO_ENTRY = "no-entry-in-status";
    static final String COPIED_STATUS = "copied-status-annotation";

    /** How much can be known of a gate from outside. */
    enum GateKind {
        /** Its author's word for "ready", asked over the network; or no gate at all. */
        STATED,
        /** A declared port that nothing else speaks for. */
        GUESS,
        /** A command, of which nothing shows what it asks. */
        COMMAND
    }

    /**
     * What is known of a gate, there or to be made.
     *
     * @param isByContainer whether a gate container asks, and gives a guess up by itself; else it is a startupProbe
     */
    record KnownGate(GateKind kind, boolean isByContainer) {
        boolean isGuess() {
            return kind == GateKind.GUESS;
        }
    }

    private static KnownGate gate(Pod pod, Verdict verdict) {
        return new KnownGate(
                kind(pod, verdict),
                verdict instanceof Verdict.Gated gated
                        ? !gated.byProbe()
                        : pod.gateCheck(verdict.sidecar()).isPresent());
    }

    private static GateKind kind(Pod pod, Verdict verdict) {
        if (verdict instanceof Verdict.Gated gated) {
            return kind(pod, gated.sidecar(), gated.source(), gated.handler());
        }
        return StatusEntry.gate(pod, verdict.sidecar())
                .flatMap(gate -> verdict.sidecar()
                        .startupProbe()
                        .flatMap(probe -> probe.handlers().stream().findFirst())
                        .map(handler -> kind(pod, verdict.sidecar(), gate.source(), handler)))
                .orElse(GateKind.STATED);
    }

    private static GateKind kind(Pod pod, Container sidecar, SourceKind source, Handler handler) {
        if (!handler.network()) {
            return GateKind.COMMAND;
        }
        return GuessedPort.of(pod, sidecar, source, handler)
                        .filter(guess -> !guess.isProbed())
                        .isPresent()
                ? GateKind.GUESS
                : GateKind.STATED;
    }

    /**
     * What would be decided for a Pod created now.
     *
     * @param isGated whether the sidecar is gated
     * @param reason the source of the gate, or the reason why there is none
     */
    record Forecast(boolean isGated, String reason) {
        /** Whether it is never gated, whatever is opted in. */
        boolean isNeverGated() {
            return !isGated && (reason.equals(Reason.OPTED_OUT.id()) || reason.equals(Reason.MIRROR_POD.id()));
        }

        static Forecast of(Verdict verdict) {
            return verdict instanceof Verdict.Gated gated
                    ? new Forecast(true, gated.source().id())
                    : new Forecast(false, ((Verdict.Skipped) verdict).reason().id());
        }
    }

    /**
     * Assesses a sidecar of a Pod that exists.
     *
     * @param isWaitedFor whether the mains of the Pod wait for it now
     * @param isMemoryKnown whether it could be read which gates were given up; else what was is so still
     */
    static Assessment ofPod(
            Pod pod,
            Verdict verdict,
            boolean isWaitedFor,
            boolean isMemoryKnown,
            OptIn.Answer optIn,
            Installation installation) {
        if (isWaitedFor) {
            return of(pod, verdict, AuditVerdict.WAITING, AuditVerdict.WAITING);
        }
        StatusEntry entry = StatusEntry.of(pod, verdict.sidecar().name());
        KnownGate gate = gate(pod, verdict);
        if (!hasGate(pod, verdict.sidecar()) && entry instanceof StatusEntry.Skipped skipped) {
            Forecast now = Forecast.of(verdict);
            boolean isSame = now.isGated()
                    ? skipped.reason().equals(Reason.RELEASED.id()) && !isMemoryKnown
                    : now.reason().equals(skipped.reason());
            return new Assessment(AuditVerdict.SKIPPED, skipped.reason(), isSame ? null : now, gate);
        }
        return of(
                pod,
                verdict,
                optIn,
                now -> new Assessment(AuditVerdict.MISSED, reasonMissed(entry, installation), now, gate));
    }

    /** Assesses a sidecar of a template from which there is no Pod yet. */
    static Assessment ofTemplate(Pod template, Verdict verdict, OptIn.Answer optIn, Installation installation) {
        return of(template, verdict, optIn, now -> ofNextPod(now, gate(template, verdict), installation));
    }

    /** @param toBeGated assesses one that is opted in, has no gate and can get one */
    private static Assessment of(
            Pod pod, Verdict verdict, OptIn.Answer optIn, Function<Forecast, Assessment> toBeGated) {
        KnownGate gate = gate(pod, verdict);
        if (hasGate(pod, verdict.sidecar())) {
            return of(pod, verdict, AuditVerdict.GATED, AuditVerdict.SKIPPED);
        }
        Forecast now = Forecast.of(verdict);
        if (now.isNeverGated() || (optIn == OptIn.Answer.YES && !now.isGated())) {
            return new Assessment(AuditVerdict.SKIPPED, now.reason(), null, gate);
        }
        return switch (optIn) {
            case NO -> new Assessment(AuditVerdict.NOT_OPTED_IN, "", now, gate);
            case UNKNOWN -> new Assessment(AuditVerdict.UNKNOWN, LABELS_UNKNOWN, now, gate);
            case YES -> toBeGated.apply(now);
        };
    }

    private static boolean hasGate(Pod pod, Container sidecar) {
        return sidecar.startupProbe().isPresent() || pod.gateCheck(sidecar).isPresent();
    }

    /** Assesses a sidecar that has a startupProbe, or that the gate container asks. */
    private static Assessment of(Pod pod, Verdict verdict, AuditVerdict ifOurs, AuditVerdict ifTheirs) {
        Container sidecar = verdict.sidecar();
        return StatusEntry.gate(pod, sidecar)
                .map(StatusEntry.Gated::source)
                .or(() -> pod.gateCheck(sidecar).map(GateCheck::source))
                .map(source -> new Assessment(ifOurs, source.id(), null, gate(pod, verdict)))
                .orElseGet(() -> new Assessment(
                        ifTheirs, Reason.ALREADY_GATED.id(), null, new KnownGate(GateKind.STATED, false)));
    }

    private static String reasonMissed(StatusEntry entry, Installation installation) {
        if (entry instanceof StatusEntry.NoEntry) {
            return NO_ENTRY;
        }
        if (entry instanceof StatusEntry.Gated || entry instanceof StatusEntry.ByContainer) {
            return COPIED_STATUS;
        }
        return installation instanceof Installation.Nothing ? NOTHING_INSTALLED : NO_STATUS;
    }

    /** The next Pod is gated if anything is installed that does it. */
    private static Assessment ofNextPod(Forecast now, KnownGate gate, Installation installation) {
        if (installation instanceof Installation.Nothing) {
            return new Assessment(AuditVerdict.MISSED, NOTHING_INSTALLED, now, gate);
        }
        return installation instanceof Installation.Unknown
                ? new Assessment(AuditVerdict.UNKNOWN, INSTALLED_UNKNOWN, now, gate)
                : new Assessment(AuditVerdict.GATED, now.reason(), null, gate);
    }
}
