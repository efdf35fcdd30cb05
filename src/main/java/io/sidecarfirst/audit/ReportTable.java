package io.sidecarfirst.audit;

import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.proposal.ProposedCheck;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Style;
import io.sidecarfirst.terminal.Table;
import io.sidecarfirst.terminal.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report as a table for a person. Lines are not cut: a long one is the terminal's to wrap, and grep sees all of it.
 */
public final class ReportTable {
    private static final int GAP = 3;
    private static final int PODS = 3;

    private static final String BEFORE_THE_LABEL =
            " Before you label the namespace, try it on one workload: put the label"
                    + " sidecar-first.io/injection=enabled on its Pod template.";

    private static final String BEFORE_THE_NEXT_POD =
            " Those that are missed get the gate with their next Pods: until you know, put the label"
                    + " sidecar-first.io/injection=disabled on the Pod template.";

    private ReportTable() {}

    /**
     * The table, and below it what its flags mean.
     *
     * @param wide with an example Pod and the history of each row
     */
    public static String of(Report report, boolean wide, int width, boolean colour) {
        TerminalText text = new TerminalText(width, colour);
        if (report.rows().isEmpty()) {
            return text.line(withoutRows(report)).toString();
        }
        List<List<Table.Cell>> rows = new ArrayList<>();
        rows.add(head(wide));
        report.rows().forEach(row -> rows.add(cells(row, wide)));
        text.table(new Table(GAP, Set.of(PODS), rows));
        waiting(text, report);
        explainFlag(text, report);
        explainGuess(text, report);
        sayWhatThePastCannotTell(text, report);
        checks(text, report);
        warnings(text, report);
        return text.toString();
    }

    private static String withoutRows(Report report) {
        long all = report.sums().values().stream().mapToLong(Long::longValue).sum();
        if (all > 0) {
            return (all == 1 ? "The only row is not " : "None of the " + all + " rows is ")
                    + report.only().stream().map(AuditVerdict::toString).collect(Collectors.joining(" or ")) + ".";
        }
        return report.unseen().isEmpty()
                ? "No native sidecars found."
                : "No sidecars to list among what could be read and decided on.";
    }

    /** A line for each Pod that waits; not cut, as those of the table. */
    private static void waiting(TerminalText text, Report report) {
        if (report.waiting().isEmpty()) {
            return;
        }
        List<List<Table.Cell>> rows = new ArrayList<>();
        rows.add(Stream.of("NAMESPACE", "POD", "SIDECAR", "FOR", "ON", "THE KUBELET SAYS")
                .map(Table.Cell::of)
                .toList());
        for (WaitingPod pod : report.waiting()) {
            rows.add(List.of(
                    Table.Cell.of(pod.namespace()),
                    Table.Cell.of(pod.pod()),
                    Table.Cell.of(pod.waitsFor().sidecar()),
                    new Table.Cell(pod.waitsFor().duration(), Style.YELLOW),
                    Table.Cell.of(pod.waitsFor().check()),
                    Table.Cell.of(dash(pod.failure() == null ? "" : pod.failure()))));
        }
        text.line().line("Waiting now, the longest first:");
        text.table(new Table(GAP, Set.of(), rows));
        text.paragraph(0, "Why, and what to do: sidecar-first explain pod/POD -n NAMESPACE");
    }

    private static List<Table.Cell> head(boolean wide) {
        Stream<String> names = Stream.of("NAMESPACE", "WORKLOAD", "SIDECAR", "PODS", "VERDICT", "WHY");
        return Stream.concat(names, wide ? Stream.of("EXAMPLE", "READY") : Stream.of())
                .map(Table.Cell::of)
                .toList();
    }

    private static List<Table.Cell> cells(Row row, boolean wide) {
        List<Table.Cell> cells = new ArrayList<>(List.of(
                Table.Cell.of(row.namespace()),
                Table.Cell.of(row.workload()),
                Table.Cell.of(row.sidecar().isEmpty() ? "(no name)" : row.sidecar()),
                Table.Cell.of(Integer.toString(row.pods())),
                new Table.Cell(row.verdict().toString(), style(row)),
                Table.Cell.of(row.why())));
        if (wide) {
            cells.add(Table.Cell.of(dash(row.example())));
            cells.add(Table.Cell.of(dash(row.history())));
        }
        return cells;
    }

    private static String dash(String cell) {
        return cell.isEmpty() ? "-" : cell;
    }

    private static Style style(Row row) {
        return switch (row.verdict()) {
            case GATED -> Style.GREEN;
            case WAITING -> Style.YELLOW;
            case MISSED -> Style.RED;
            case SKIPPED, NOT_OPTED_IN, UNKNOWN -> row.isUngated() ? Style.YELLOW : Style.PLAIN;
        };
    }

    private static void explainFlag(TerminalText text, Report report) {
        List<Row> flagged =
                report.rows().stream().filter(Row::isReadyOnlyAfterMain).toList();
        if (flagged.isEmpty()) {
            return;
        }
        // One that is opted in gets its gate with its next Pod, whoever makes it.
        boolean areOptedIn = flagged.stream().anyMatch(row -> row.verdict() == AuditVerdict.MISSED);
        boolean areNot = flagged.stream().anyMatch(row -> row.verdict() != AuditVerdict.MISSED);
        text.line()
                .paragraph(
                        0,
                        Row.READY_ONLY_AFTER_MAIN + ": in each Pod that tells, this sidecar became Ready only after the"
                                + " mains had started. It may just be slow; then a gate is what is missing. But if it"
                                + " waits for a main, because its check asks something that a main serves or writes, a"
                                + " gate never opens and the mains never start."
                                + (areNot ? BEFORE_THE_LABEL : "")
                                + (areOptedIn ? BEFORE_THE_NEXT_POD : ""));
    }

    private static void explainGuess(TerminalText text, Report report) {
        List<Row> guesses = report.rows().stream().filter(Row::isGuess).toList();
        if (guesses.isEmpty()) {
            return;
        }
        String byProbe = "If nothing answers there on the Pod's address, as where it listens on loopback by a"
                + " configuration file, the mains wait " + untilGivenUp(report.releasing()) + ". ";
        String byContainer =
                "A gate container asks from inside the Pod, " + untilGivenUpInside(report.releasing()) + ". ";
        boolean anyByProbe = guesses.stream().anyMatch(row -> !row.gate().isByContainer());
        boolean anyByContainer = guesses.stream().anyMatch(row -> row.gate().isByContainer());
        text.line()
                .paragraph(
                        0,
                        Row.GUESS + ": the gate takes a port because the sidecar declares it. "
                                + (anyByProbe ? byProbe : "")
                                + (anyByContainer ? byContainer : "")
                                + "A readinessProbe, or the annotation SIDECAR.sidecar-first.io/port or"
                                + " SIDECAR.sidecar-first.io/probe, says what is right.");
    }

    private static String untilGivenUp(Releasing releasing) {
        int seconds = releasing.after().guessedSeconds();
        return switch (seconds == 0 ? OptIn.Answer.NO : releasing.isOn()) {
            case YES ->
                "until the observer gives the gate up, after " + Durations.seconds(seconds)
                        + " where no annotation says otherwise";
            case NO -> "for ever";
            case UNKNOWN -> "until an observer gives the gate up, or for ever where none does";
        };
    }

    private static String untilGivenUpInside(Releasing releasing) {
        int seconds = releasing.after().guessedSeconds();
        return seconds == 0
                ? "and for ever where no annotation says otherwise"
                : "and gives it up by itself after " + Durations.seconds(seconds)
                        + " where no annotation says otherwise; then the mains start, and each new Pod waits as long"
                        + " again";
    }

    /** That nothing is flagged must not sound safe. */
    private static void sayWhatThePastCannotTell(TerminalText text, Report report) {
        boolean isByCommand = report.rows().stream().anyMatch(Row::isByCommand);
        // Of templates alone there is no past.
        if (report.podsSeen() == 0 || report.rows().stream().noneMatch(Row::wouldBeGated)) {
            return;
        }
        text.line()
                .paragraph(
                        0,
                        "What the past cannot tell: where a main is up within "
                                + Durations.seconds(ReadinessOrder.TOLERANCE_SECONDS)
                                + ", a sidecar that waits for it looks like one that does not, and with a gate both"
                                + " wait"
                                + " for ever. So a row without " + Row.READY_ONLY_AFTER_MAIN + " is not proven safe."
                                + (isByCommand
                                        ? " Least is known where the check is a " + Row.COMMAND
                                                + ": look whether it asks something that a main serves or writes."
                                        : ""));
    }

    private static void checks(TerminalText text, Report report) {
        List<Row> rows =
                report.rows().stream().filter(row -> row.check() != null).toList();
        if (rows.isEmpty()) {
            return;
        }
        text.line().line("Checks that these programs answer, as annotations for the Pod template:");
        for (Row row : rows) {
            ProposedCheck check = Objects.requireNonNull(row.check());
            text.line("  " + row.sidecar() + " of " + row.workload() + " in " + row.namespace());
            text.line("    " + check.annotation() + ": '" + check.value().replace("'", "''") + "'");
            if (!check.check().needs().isEmpty()) {
                text.paragraph(
                        4, "once it is told " + String.join(" ", check.check().needs()));
            }
            if (!check.check().note().isEmpty()) {
                text.paragraph(4, check.check().note().strip());
            }
            if (!check.check().link().isEmpty()) {
                text.line("    see " + check.check().link());
            }
        }
    }

    private static void warnings(TerminalText text, Report report) {
        if (!report.warnings().isEmpty()) {
            text.line().line("Without the effect that was meant:");
            report.warnings()
                    .forEach(warning -> text.paragraph(
                            2, "-", 4, warning.namespace() + " " + warning.workload() + ": " + warning.text()));
        }
    }

    /**
     * What does not fit into the table, a line each: the sums, what opts Pods in, what could not be read, what to do.
     */
    public static List<String> notes(Report report) {
        List<String> notes = new ArrayList<>();
        String sums = Stream.of(AuditVerdict.values())
                .filter(report::has)
                .map(verdict -> report.count(verdict) + " " + verdict)
                .collect(Collectors.joining(", "));
        notes.add(Durations.count(report.podsSeen(), "Pod") + " seen; rows: " + (sums.isEmpty() ? "none" : sums));
        if (report.optIn().installation() instanceof Installation.Nothing nothing) {
            notes.add(nothing.describe() + ": no new Pod is gated");
        } else {
            notes.add("Pods are opted in by " + report.optIn().source());
        }
        report.faults().forEach(fault -> notes.add("known fault: " + fault));
        report.unseen().forEach(unseen -> notes.add("not seen: " + unseen));
        if (report.rows().stream().anyMatch(row -> row.reason().equals(Assessment.NO_STATUS))) {
            notes.add(
                    AuditVerdict.MISSED + ": created before the label or the policy, or while nobody answered; kubectl"
                            + " rollout restart replaces their Pods");
        }
        return notes;
    }
}
