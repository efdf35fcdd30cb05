package io.sidecarfirst.audit;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.observed.StatusEntry;
import java.util.Optional;

/**
 * What is said of one sidecar of one Pod.
 *
 * @param reason the source of a gate, or why there is none; by the names of the status annotation where it has them
 * @param would what would be decided if the Pod were created anew and opted in; empty where that says nothing new
 */
record Assessment(AuditVerdict verdict, String reason, Optional<Would> would) {
    static final String NOTHING_INSTALLED = "nothing-installed";
    static final String INSTALLED_UNKNOWN = "installed-unknown";
    static final String LABELS_UNKNOWN = "labels-unknown";
    static final String NO_STATUS = "no-status-annotation";
    static final String NO_ENTRY = "no-entry-in-status";
    static final String COPIED_STATUS = "copied-status-annotation";

    /**
     * What would be decided.
     *
     * @param gated whether it would be gated
     * @param reason the source, or the reason why not
     */
    record Would(boolean gated, String reason) {
        /** Whether it is never touched, whoever opts in. */
        boolean isOutOfBounds() {
            return !gated && (reason.equals(Reason.OPTED_OUT.id()) || reason.equals(Reason.MIRROR_POD.id()));
        }

        static Would of(Verdict verdict) {
            return verdict instanceof Verdict.Gated gated
                    ? new Would(true, gated.source().id())
                    : new Would(false, ((Verdict.Skipped) verdict).reason().id());
        }
    }

    /** Of a sidecar of a Pod that exists. */
    static Assessment ofPod(Pod pod, Verdict verdict, OptIn.Answer optIn, Installation installation) {
        if (verdict.sidecar().startupProbe().isPresent()) {
            return withProbe(pod, verdict);
        }
        StatusEntry entry = StatusEntry.of(pod, verdict.sidecar().name());
        Would would = Would.of(verdict);
        if (entry instanceof StatusEntry.Skipped skipped) {
            boolean same = !would.gated() && would.reason().equals(skipped.reason());
            return new Assessment(AuditVerdict.SKIPPED, skipped.reason(), same ? Optional.empty() : Optional.of(would));
        }
        if (would.isOutOfBounds()) {
            return new Assessment(AuditVerdict.SKIPPED, would.reason(), Optional.empty());
        }
        return switch (optIn) {
            case NO -> notOptedIn(would);
            case UNKNOWN -> unknown(LABELS_UNKNOWN, would);
            case YES ->
                would.gated()
                        ? new Assessment(AuditVerdict.MISSED, missing(entry, installation), Optional.of(would))
                        : new Assessment(AuditVerdict.SKIPPED, would.reason(), Optional.empty());
        };
    }

    private static Assessment withProbe(Pod pod, Verdict verdict) {
        return StatusEntry.gate(pod, verdict.sidecar())
                .map(gate -> new Assessment(AuditVerdict.GATED, gate.source().id(), Optional.empty()))
                .orElseGet(() -> new Assessment(AuditVerdict.SKIPPED, Reason.ALREADY_GATED.id(), Optional.empty()));
    }

    private static String missing(StatusEntry entry, Installation installation) {
        if (entry instanceof StatusEntry.NoEntry) {
            return NO_ENTRY;
        }
        if (entry instanceof StatusEntry.Gated) {
            return COPIED_STATUS;
        }
        return installation instanceof Installation.Nothing ? NOTHING_INSTALLED : NO_STATUS;
    }

    /** Of a sidecar of a template, of which there is no Pod yet. */
    static Assessment ofTemplate(Pod template, Verdict verdict, OptIn.Answer optIn, Installation installation) {
        if (verdict.sidecar().startupProbe().isPresent()) {
            return withProbe(template, verdict);
        }
        Would would = Would.of(verdict);
        if (would.isOutOfBounds()) {
            return new Assessment(AuditVerdict.SKIPPED, would.reason(), Optional.empty());
        }
        return switch (optIn) {
            case NO -> notOptedIn(would);
            case UNKNOWN -> unknown(LABELS_UNKNOWN, would);
            case YES ->
                would.gated()
                        ? nextPod(would, installation)
                        : new Assessment(AuditVerdict.SKIPPED, would.reason(), Optional.empty());
        };
    }

    /** Of what is opted in and can be gated: it takes somebody who does. */
    private static Assessment nextPod(Would would, Installation installation) {
        if (installation instanceof Installation.Nothing) {
            return new Assessment(AuditVerdict.MISSED, NOTHING_INSTALLED, Optional.of(would));
        }
        if (installation instanceof Installation.Unknown) {
            return unknown(INSTALLED_UNKNOWN, would);
        }
        return new Assessment(AuditVerdict.GATED, would.reason(), Optional.empty());
    }

    private static Assessment notOptedIn(Would would) {
        return new Assessment(AuditVerdict.NOT_OPTED_IN, "", Optional.of(would));
    }

    private static Assessment unknown(String reason, Would would) {
        return new Assessment(AuditVerdict.UNKNOWN, reason, Optional.of(would));
    }
}
