package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Explanations as text for a person. */
public final class ExplanationText {
    private static final int INDENT = 4;
    private static final int COLUMN = 18;

    private final Page page;

    private ExplanationText(Page page) {
        this.page = page;
    }

    /**
     * One explanation.
     *
     * @param origin the file, or the cluster, that the workload is from
     */
    public static String of(Explanation explanation, String origin, int width, boolean colour) {
        ExplanationText text = new ExplanationText(new Page(width, colour));
        text.write(explanation, origin);
        return text.page.toString();
    }

    private void write(Explanation explanation, String origin) {
        Target target = explanation.target();
        String where = target.namespace()
                .map(namespace -> " in namespace " + namespace)
                .orElse("");
        page.line(page.ink(Page.Ink.BOLD, target.kind() + " " + target.name())
                + page.ink(Page.Ink.PLAIN, where + " (" + origin + ")"));
        target.end().ifPresent(end -> page.paragraph(2, "", 2, end));
        target.reach().ifPresent(reach -> page.paragraph(2, "", 2, reach.inWords()));
        if (explanation.sidecars().isEmpty()) {
            page.paragraph(
                    2,
                    "",
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
        page.line("  " + page.ink(Page.Ink.BOLD, sidecar.name()) + ": "
                + page.ink(sidecar.isGated() ? Page.Ink.GREEN : Page.Ink.YELLOW, verdict(target, sidecar)));
        sidecar.life().ifPresent(life -> {
            paragraph("at creation", life.decided());
            paragraph("now", life.now());
        });
        paragraph(sidecar.isOnlyPlanned() ? "a new one" : "why", sidecar.why());
        sidecar.outdated().ifPresent(text -> paragraph("outdated", text));
        sidecar.hold().ifPresent(hold -> {
            paragraph("probe", InWords.probe(hold.probe()));
            paragraph("lag", lag(hold));
            paragraph("longest wait", longest(hold));
        });
        sidecar.ifNeverReady()
                .ifPresent(text -> paragraph(
                        "never ready",
                        first.map(name -> "the same as with " + name).orElse(text)));
        changes(target, sidecar);
    }

    /** Annotations with the place where they are written; what else helps apart from them. */
    private void changes(Target target, Explanation.Sidecar sidecar) {
        List<Change> annotations = sidecar.changes().stream()
                .filter(change -> change.annotation().isPresent())
                .toList();
        List<Change> advice = sidecar.changes().stream()
                .filter(change -> change.annotation().isEmpty())
                .toList();
        if (!sidecar.changes().isEmpty()) {
            paragraph("to change it", Place.of(target, sidecar, !annotations.isEmpty()));
        }
        annotations.forEach(this::annotation);
        if (!annotations.isEmpty() && !advice.isEmpty()) {
            page.paragraph(0, "", COLUMN, "not by annotation:");
        }
        int indent = annotations.isEmpty() ? COLUMN : COLUMN + 4;
        advice.forEach(change -> page.paragraph(0, "", indent, change.effect()));
    }

    private void paragraph(String label, String text) {
        page.paragraph(INDENT, label, COLUMN, text);
    }

    private static String verdict(Target target, Explanation.Sidecar sidecar) {
        if (sidecar.verdict() instanceof Verdict.Gated gated) {
            return sidecar.isOnlyPlanned()
                    ? "not gated; "
                            + (target.reach().filter(Reach::isOutOfReach).isPresent()
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

    private static String lag(Hold hold) {
        return "the mains start up to " + InWords.seconds(hold.probe().periodSeconds()) + " after it answers"
                + (hold.probe().initialDelaySeconds() > 0
                        ? ", and not before " + InWords.seconds(hold.probe().initialDelaySeconds())
                        : "");
    }

    private static String longest(Hold hold) {
        long with = hold.longestWaitWithTimeoutsSeconds();
        return InWords.seconds(hold.longestWaitSeconds())
                + (with > hold.longestWaitSeconds()
                        ? "; " + InWords.seconds(with) + " if each attempt runs into its timeout"
                        : "")
                + ", until it is restarted";
    }

    private void annotation(Change change) {
        String value = change.value().map(text -> ": \"" + text + "\"").orElse(" (remove)");
        page.line(
                " ".repeat(COLUMN) + page.ink(Page.Ink.BOLD, change.annotation().orElse("") + value));
        page.paragraph(0, "", COLUMN + 4, change.effect());
    }

    private void list(String heading, List<String> items) {
        if (!items.isEmpty()) {
            page.line().line("  " + page.ink(Page.Ink.BOLD, heading));
            items.forEach(item -> page.paragraph(INDENT, "-", INDENT + 2, item));
        }
    }

    private void hazards(String heading, List<Hazard.Finding> hazards) {
        if (hazards.isEmpty()) {
            return;
        }
        page.line().line("  " + page.ink(Page.Ink.YELLOW, heading));
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
