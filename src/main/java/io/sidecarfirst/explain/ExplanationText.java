package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.observed.StatusEntry;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Style;
import io.sidecarfirst.terminal.TerminalText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explanations as text for a person. */
public final class ExplanationText {
    private static final int INDENT = 4;
    private static final int COLUMN = 18;

    private final TerminalText text;

    private ExplanationText(TerminalText text) {
        this.text = text;
    }

    /**
     * One explanation.
     *
     * @param origin the file, or the cluster, that the workload is from
     */
    public static String of(Explanation explanation, String origin, int width, boolean colour) {
        ExplanationText page = new ExplanationText(new TerminalText(width, colour));
        page.write(explanation, origin);
        return page.text.toString();
    }

    private void write(Explanation explanation, String origin) {
        Target target = explanation.target();
        String where = target.namespace() == null ? "" : " in namespace " + target.namespace();
        text.line(text.styled(Style.BOLD, target.kind() + " " + target.name())
                + text.styled(Style.PLAIN, where + " (" + origin + ")"));
        target.endReason().ifPresent(reason -> text.paragraph(2, reason));
        if (target.coverage() != null) {
            text.paragraph(2, target.coverage().describe());
        }
        target.otherWait().ifPresent(wait -> text.paragraph(2, wait));
        if (explanation.sidecars().isEmpty()) {
            text.paragraph(
                    2,
                    "It has no native sidecar (an entry of initContainers with restartPolicy Always):"
                            + " there is nothing to wait for.");
        }
        if (explanation.pods() != null) {
            list("Its Pods now", explanation.pods().sentences());
        }
        String first = null;
        for (Explanation.Sidecar sidecar : explanation.sidecars()) {
            text.line();
            write(target, sidecar, first);
            first = first == null && sidecar.blockingProbe() != null && sidecar.ifNeverReady() != null
                    ? sidecar.name()
                    : first;
        }
        list("Main containers", explanation.mains());
        hazards(
                target.endReason().isPresent()
                                || explanation.sidecars().stream().anyMatch(Explanation.Sidecar::wouldBeGatedInNewPod)
                        ? "What may go wrong with a new Pod"
                        : "What may go wrong",
                explanation.hazards());
        list("Warnings", Warning.texts(explanation.warnings()));
        explanation.plan().denial().ifPresent(denial -> list("Refused, because --strict is on", List.of(denial)));
    }

    /** @param first the sidecar that says what happens if it is never ready, for those after it as well */
    private void write(Target target, Explanation.Sidecar sidecar, @Nullable String first) {
        text.line("  " + text.styled(Style.BOLD, sidecar.name()) + ": "
                + text.styled(sidecar.isGated() ? Style.GREEN : Style.YELLOW, verdict(target, sidecar)));
        LiveStatus liveStatus = sidecar.liveStatus();
        if (liveStatus != null) {
            paragraph("at creation", liveStatus.decidedAtCreation());
            paragraph("now", liveStatus.now());
            liveStatus.cause().ifPresent(cause -> paragraph("likely cause", cause));
        }
        paragraph(sidecar.wouldBeGatedInNewPod() ? "a new one" : "why", sidecar.why());
        if (sidecar.outdated() != null) {
            paragraph("outdated", sidecar.outdated());
        }
        BlockingProbe blockingProbe = sidecar.blockingProbe();
        if (blockingProbe != null) {
            paragraph("probe", Redacted.describe(blockingProbe.probe()));
            paragraph("lag", lag(blockingProbe));
            paragraph("longest wait", longestWait(target, blockingProbe));
        }
        AskedFromInside fromInside = sidecar.fromInside();
        if (fromInside != null) {
            paragraph("check", fromInside.check());
            paragraph("lag", "the mains start about 1 second after the last sidecar answers");
            paragraph("longest wait", fromInside.longestWait());
        }
        if (sidecar.ifNeverReady() != null) {
            paragraph(
                    "never ready",
                    first == null || blockingProbe == null ? sidecar.ifNeverReady() : "the same as with " + first);
        }
        remedies(target, sidecar);
    }

    /** Annotations and where they are written; what else helps apart from them. */
    private void remedies(Target target, Explanation.Sidecar sidecar) {
        List<Explanation.Remedy> annotations = sidecar.remedies().stream()
                .filter(remedy -> remedy.annotation() != null)
                .toList();
        List<Explanation.Remedy> advice = sidecar.remedies().stream()
                .filter(remedy -> remedy.annotation() == null)
                .toList();
        if (!sidecar.remedies().isEmpty()) {
            paragraph("to change it", EditLocation.of(target, sidecar, !annotations.isEmpty()));
        }
        annotations.forEach(this::annotation);
        if (!annotations.isEmpty() && !advice.isEmpty()) {
            text.paragraph(COLUMN, "not by annotation:");
        }
        int indent = annotations.isEmpty() ? COLUMN : COLUMN + 4;
        for (Explanation.Remedy remedy : advice) {
            text.paragraph(indent, remedy.effect());
            see(indent, remedy.see());
        }
    }

    private void paragraph(String label, String paragraph) {
        text.paragraph(INDENT, label, COLUMN, paragraph);
    }

    private static String verdict(Target target, Explanation.Sidecar sidecar) {
        if (sidecar.verdict() instanceof Verdict.Gated gated) {
            return sidecar.wouldBeGatedInNewPod()
                    ? "not gated; "
                            + (target.coverage() != null && target.coverage().isNotCovered()
                                    ? "by sidecar-first it would be"
                                    : "in a new Pod it would be")
                            + ", by its " + gated.source()
                    : "gated by its " + gated.source() + (gated.byProbe() ? "" : ", which the gate container asks");
        }
        Verdict.Skipped skipped = (Verdict.Skipped) sidecar.verdict();
        StatusEntry.Gated gate = sidecar.existingGate();
        if (gate == null) {
            return (sidecar.isGated() ? "has its own gate (" : "not gated (") + skipped.reason() + ")";
        }
        return skipped.reason() == Reason.OPTED_OUT
                ? "still gated by sidecar-first, by its " + gate.source() + " (" + skipped.reason() + ")"
                : "gated by sidecar-first, by its " + gate.source();
    }

    private static String lag(BlockingProbe blockingProbe) {
        String most = Durations.seconds(blockingProbe.lagSeconds());
        return "the mains start "
                + (blockingProbe.probe().periodSeconds() <= 1
                        ? "about 1 second after it answers, " + most + " at most"
                        : "up to " + most + " after it answers")
                + (blockingProbe.probe().initialDelaySeconds() > 0
                        ? ", and not before "
                                + Durations.seconds(blockingProbe.probe().initialDelaySeconds())
                        : "");
    }

    private static String longestWait(Target target, BlockingProbe blockingProbe) {
        long with = blockingProbe.longestWaitWithTimeoutsSeconds();
        Releasing.OfGate release = blockingProbe.release();
        String released = Durations.seconds(release.seconds());
        // A Pod that nothing replaces is not evicted, and waits on.
        boolean isSooner = target.controller() != null && release.seconds() < blockingProbe.longestWaitSeconds();
        return (release.isGivenUp() && isSooner ? released + ", until the observer gives the gate up; else " : "")
                + Durations.seconds(blockingProbe.longestWaitSeconds())
                + (with > blockingProbe.longestWaitSeconds()
                        ? "; " + Durations.seconds(with) + " if each attempt runs into its timeout"
                        : "")
                + ", until it is restarted"
                + (release.mayBeGivenUp() && isSooner ? "; " + released + " where an observer gives the gate up" : "");
    }

    private void annotation(Explanation.Remedy remedy) {
        String value = remedy.value() == null ? " (remove)" : ": " + quoted(remedy.value());
        text.line(" ".repeat(COLUMN) + text.styled(Style.BOLD, remedy.annotation() + value));
        text.paragraph(COLUMN + 4, remedy.effect());
        see(COLUMN + 4, remedy.see());
    }

    /** As YAML has it, in one line. */
    private static String quoted(String value) {
        return value.indexOf('"') < 0 ? '"' + value + '"' : "'" + value.replace("'", "''") + "'";
    }

    private void see(int indent, @Nullable String url) {
        if (url != null) {
            text.line(" ".repeat(indent) + "see " + url);
        }
    }

    private void list(String heading, List<String> items) {
        if (!items.isEmpty()) {
            text.line().line("  " + text.styled(Style.BOLD, heading));
            items.forEach(item -> text.paragraph(INDENT, "-", INDENT + 2, item));
        }
    }

    private void hazards(String heading, List<Hazard.Finding> hazards) {
        if (hazards.isEmpty()) {
            return;
        }
        text.line().line("  " + text.styled(Style.YELLOW, heading));
        for (Hazard.Finding finding : hazards) {
            text.paragraph(INDENT, "-", INDENT + 2, finding.text());
            see(INDENT + 2, finding.see());
        }
    }

    /** Several explanations, with empty lines between them. */
    public static String join(List<String> texts) {
        return String.join("\n", texts);
    }
}
