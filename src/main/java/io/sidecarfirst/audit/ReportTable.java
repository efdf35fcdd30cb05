package io.sidecarfirst.audit;

import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A report as a table for a person. Lines are not cut: a long one is the terminal's to wrap, and grep sees all of it. */
public final class ReportTable {
    private static final String GAP = "   ";
    private static final int VERDICT = 4;
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
        TerminalText page = new TerminalText(width, colour);
        if (report.rows().isEmpty()) {
            return page.line(
                            report.unseen().isEmpty()
                                    ? "No native sidecars found."
                                    : "No native sidecars among what could be read.")
                    .toString();
        }
        List<List<String>> cells = new ArrayList<>();
        cells.add(head(wide));
        report.rows().forEach(row -> cells.add(cells(row, wide)));
        List<Integer> widths = Stream.iterate(0, i -> i < cells.get(0).size(), i -> i + 1)
                .map(column -> cells.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        for (int i = 0; i < cells.size(); i++) {
            TerminalText.Style style =
                    i == 0 ? TerminalText.Style.PLAIN : style(report.rows().get(i - 1));
            page.line(line(page, cells.get(i), widths, style));
        }
        explainFlag(page, report);
        return page.toString();
    }

    private static List<String> head(boolean wide) {
        List<String> head = new ArrayList<>(List.of("NAMESPACE", "WORKLOAD", "SIDECAR", "PODS", "VERDICT", "WHY"));
        if (wide) {
            head.addAll(List.of("EXAMPLE", "READY"));
        }
        return head;
    }

    private static List<String> cells(Row row, boolean wide) {
        List<String> cells = new ArrayList<>(List.of(
                row.namespace(),
                row.workload(),
                row.sidecar().isEmpty() ? "(no name)" : row.sidecar(),
                Integer.toString(row.pods()),
                row.verdict().toString(),
                row.why()));
        if (wide) {
            cells.addAll(List.of(dash(row.example()), dash(row.history())));
        }
        return cells;
    }

    private static String dash(String cell) {
        return cell.isEmpty() ? "-" : cell;
    }

    private static TerminalText.Style style(Row row) {
        return switch (row.verdict()) {
            case GATED -> TerminalText.Style.GREEN;
            case MISSED -> TerminalText.Style.RED;
            case SKIPPED, NOT_OPTED_IN, UNKNOWN ->
                row.isUngated() ? TerminalText.Style.YELLOW : TerminalText.Style.PLAIN;
        };
    }

    private static String line(TerminalText page, List<String> cells, List<Integer> widths, TerminalText.Style style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String filling = " ".repeat(widths.get(i) - cell.length());
            String styled = page.styled(i == VERDICT ? style : TerminalText.Style.PLAIN, cell);
            line.append(i == 0 ? "" : GAP).append(i == PODS ? filling + styled : styled + filling);
        }
        return line.toString().stripTrailing();
    }

    private static void explainFlag(TerminalText page, Report report) {
        List<Row> flagged =
                report.rows().stream().filter(Row::isReadyOnlyAfterMain).toList();
        if (flagged.isEmpty()) {
            return;
        }
        // One that is opted in gets its gate with its next Pod, whoever makes it.
        boolean areOptedIn = flagged.stream().anyMatch(row -> row.verdict() == AuditVerdict.MISSED);
        boolean areNot = flagged.stream().anyMatch(row -> row.verdict() != AuditVerdict.MISSED);
        page.line()
                .paragraph(
                        0,
                        "",
                        0,
                        Row.READY_ONLY_AFTER_MAIN + ": in each Pod that tells, this sidecar became Ready only after the"
                                + " mains had started. It may just be slow; then a gate is what is missing. But if it"
                                + " waits for a main, because its check asks something that a main serves or writes, a"
                                + " gate never opens and the mains never start."
                                + (areNot ? BEFORE_THE_LABEL : "")
                                + (areOptedIn ? BEFORE_THE_NEXT_POD : ""));
    }

    /** What else is to be said, a line each: what it adds up to, by what Pods are opted in, what could not be read, and what to do. */
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
                            + " rollout restart makes their Pods anew");
        }
        return notes;
    }
}
