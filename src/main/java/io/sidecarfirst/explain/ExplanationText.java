package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Style;
import io.sidecarfirst.terminal.TerminalText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Explanations as text for a person. */
public final class ExplanationText {
    private static final int INDENT = 4;
    private static final int COLUMN = 18;

    private final TerminalText page;

    private ExplanationText(TerminalText page) {
        this.page = page;
    }

    /**
     * One explanation.
     *
     * @param origin the file, or the cluster, that the workload is from
     */
    public static String of(Explanation explanation, String origin, int width, boolean colour) {
        ExplanationText text = new ExplanationText(new TerminalText(width, colour));
        text.write(explanation, origin);
        return text.page.toString();
    }

    private void write(Explanation explanation, String origin) {
        Target target = explanation.target();
        String where = target.namespace()
                .map(namespace -> " in namespace " + namespace)
                .orElse("");
        page.line(page.styled(Style.BOLD, target.kind() + " " + target.name())
                + page.styled(Style.PLAIN, where + " (" + origin + ")"));
        target.end().ifPresent(end -> page.paragraph(2, end));
        target.coverage().ifPresent(coverage -> page.paragraph(2, coverage.inWords()));
        if (explanation.sidecars().isEmpty()) {
            page.paragraph(
                    2,
                    "It has no native sidecar (an entry of initContainers with restartPolicy Always):"
                            + " there is nothing to wait for.");
        }
        Optional<String> first = Optional.empty();
        for (Explanation.Sidecar sidecar : explanation.sidecars()) {
            page.line();
            write(target, sidecar, first);
            first = first.isPresent() || sidecar.ifNeverReady().isEmpty() ? first : Optional.of(sidecar.name());
        }
        list("Main containers", explanation.mains());
        hazards(
                target.end().isPresent() || explanation.sidecars().stream().anyMatch(Explanation.Sidecar::isOnlyPlanned)
                        ? "What may go wrong with a new Pod"
                        : "What may go wrong",
                explanation.hazards());
        list("Warnings", Warning.texts(explanation.plan().warnings()));
        explanation.plan().denial().ifPresent(denial -> list("Refused, because --strict is on", List.of(denial)));
    }

    /** @param first the first of the sidecars that the mains wait for, whose words need not be said again */
    private void write(Target target, Explanation.Sidecar sidecar, Optional<String> first) {
        page.line("  " + page.styled(Style.BOLD, sidecar.name()) + ": "
                + page.styled(sidecar.isGated() ? Style.GREEN : Style.YELLOW, verdict(target, sidecar)));
        sidecar.liveStatus().ifPresent(liveStatus -> {
            paragraph("at creation", liveStatus.decided());
            paragraph("now", liveStatus.now());
        });
        paragraph(sidecar.isOnlyPlanned() ? "a new one" : "why", sidecar.why());
        sidecar.outdated().ifPresent(text -> paragraph("outdated", text));
        sidecar.blockingProbe().ifPresent(blockingProbe -> {
            paragraph("probe", Redacted.inWords(blockingProbe.probe()));
            paragraph("lag", lag(blockingProbe));
            paragraph("longest wait", longest(blockingProbe));
        });
        sidecar.ifNeverReady()
                .ifPresent(text -> paragraph(
                        "never ready",
                        first.map(name -> "the same as with " + name).orElse(text)));
        remedies(target, sidecar);
    }

    /** Annotations with the place where they are written; what else helps apart from them. */
    private void remedies(Target target, Explanation.Sidecar sidecar) {
        List<Remedy> annotations = sidecar.remedies().stream()
                .filter(remedy -> remedy.annotation().isPresent())
                .toList();
        List<Remedy> advice = sidecar.remedies().stream()
                .filter(remedy -> remedy.annotation().isEmpty())
                .toList();
        if (!sidecar.remedies().isEmpty()) {
            paragraph("to change it", EditLocation.of(target, sidecar, !annotations.isEmpty()));
        }
        annotations.forEach(this::annotation);
        if (!annotations.isEmpty() && !advice.isEmpty()) {
            page.paragraph(COLUMN, "not by annotation:");
        }
        int indent = annotations.isEmpty() ? COLUMN : COLUMN + 4;
        advice.forEach(remedy -> page.paragraph(indent, remedy.effect()));
    }

    private void paragraph(String label, String text) {
        page.paragraph(INDENT, label, COLUMN, text);
    }

    private static String verdict(Target target, Explanation.Sidecar sidecar) {
        if (sidecar.verdict() instanceof Verdict.Gated gated) {
            return sidecar.isOnlyPlanned()
                    ? "not gated; "
                            + (target.coverage().filter(Coverage::isNotCovered).isPresent()
                                    ? "by sidecar-first it would be"
                                    : "in a new Pod it would be")
                            + ", by its " + gated.source()
                    : "gated by its " + gated.source();
        }
        Verdict.Skipped skipped = (Verdict.Skipped) sidecar.verdict();
        return sidecar.gatedEarlier()
                .map(gate -> skipped.reason() == Reason.OPTED_OUT
                        ? "still gated by sidecar-first, by its " + gate.source() + " (" + skipped.reason() + ")"
                        : "gated by sidecar-first, by its " + gate.source())
                .orElse((sidecar.isGated() ? "has its own gate (" : "not gated (") + skipped.reason() + ")");
    }

    private static String lag(BlockingProbe blockingProbe) {
        return "the mains start up to "
                + Durations.seconds(blockingProbe.probe().periodSeconds()) + " after it answers"
                + (blockingProbe.probe().initialDelaySeconds() > 0
                        ? ", and not before "
                                + Durations.seconds(blockingProbe.probe().initialDelaySeconds())
                        : "");
    }

    private static String longest(BlockingProbe blockingProbe) {
        long with = blockingProbe.longestWaitWithTimeoutsSeconds();
        return Durations.seconds(blockingProbe.longestWaitSeconds())
                + (with > blockingProbe.longestWaitSeconds()
                        ? "; " + Durations.seconds(with) + " if each attempt runs into its timeout"
                        : "")
                + ", until it is restarted";
    }

    private void annotation(Remedy remedy) {
        String value = remedy.value().map(text -> ": \"" + text + "\"").orElse(" (remove)");
        page.line(
                " ".repeat(COLUMN) + page.styled(Style.BOLD, remedy.annotation().orElse("") + value));
        page.paragraph(COLUMN + 4, remedy.effect());
    }

    private void list(String heading, List<String> items) {
        if (!items.isEmpty()) {
            page.line().line("  " + page.styled(Style.BOLD, heading));
            items.forEach(item -> page.paragraph(INDENT, "-", INDENT + 2, item));
        }
    }

    private void hazards(String heading, List<Hazard.Finding> hazards) {
        if (hazards.isEmpty()) {
            return;
        }
        page.line().line("  " + page.styled(Style.YELLOW, heading));
        for (Hazard.Finding finding : hazards) {
            page.paragraph(INDENT, "-", INDENT + 2, finding.text());
            finding.see().ifPresent(see -> page.line(" ".repeat(INDENT + 2) + "see " + see));
        }
    }

    /** Several explanations, with empty lines between them. */
    public static String join(List<String> texts) {
        return texts.stream().collect(Collectors.joining("\n"));
    }
}
