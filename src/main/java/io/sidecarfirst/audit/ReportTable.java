package io.sidecarfirst.audit;

import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Style;
import io.sidecarfirst.terminal.Table;
import io.sidecarfirst.terminal.TerminalText;
import java.util.ArrayList;
import java.util.List;
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
            return text.line(
                            report.unseen().isEmpty()
                                    ? "No native sidecars found."
                                    : "No sidecars to list among what could be read and decided on.")
                    .toString();
        }
        List<List<Table.Cell>> rows = new ArrayList<>();
        rows.add(head(wide));
        report.rows().forEach(row -> rows.add(cells(row, wide)));
        text.table(new Table(GAP, Set.of(PODS), rows));
        explainFlag(text, report);
        return text.toString();
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
        if (report.optIn().installation() instanceof Installation.Nothing) {
            notes.add("nothing of sidecar-first is installed in this cluster: no new Pod is gated");
        } else {
            notes.add("Pods are opted in by " + report.optIn().source());
        }
        report.unseen().forEach(unseen -> notes.add("not seen: " + unseen));
        if (report.rows().stream().anyMatch(row -> row.reason().equals(Assessment.NO_STATUS))) {
            notes.add(
                    AuditVerdict.MISSED + ": created before the label or the policy, or while nobody answered; kubectl"
                            + " rollout restart replaces their Pods");
        }
        return notes;
    }
}
