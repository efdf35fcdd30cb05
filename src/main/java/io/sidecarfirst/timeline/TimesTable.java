package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The times of a timeline in a table, a row a container. Columns that say nothing are left out. */
final class TimesTable {
    private static final List<String> HEAD = List.of("", "", "CREATED", "STARTED", "GATE PASSED", "READY", "NOW");

    /** The columns that go first on a narrow terminal: CREATED, NOW and the container's kind. */
    private static final List<Integer> LEAST_TELLING = List.of(2, 6, 1);

    private final Timeline timeline;
    private final int nameWidth;
    private final int width;
    private final List<List<String>> rows;

    /**
     * @param nameWidth how wide the first column may be
     * @param width of the terminal
     */
    TimesTable(Timeline timeline, int nameWidth, int width) {
        this.timeline = timeline;
        this.nameWidth = nameWidth;
        this.width = width;
        this.rows = Stream.concat(
                        Stream.of(HEAD), timeline.containers().stream().map(this::cells))
                .toList();
    }

    List<String> lines() {
        List<Integer> columns = new ArrayList<>(IntStream.range(0, HEAD.size())
                .filter(column ->
                        rows.stream().skip(1).anyMatch(row -> !row.get(column).equals("-")))
                .boxed()
                .toList());
        for (Integer column : LEAST_TELLING) {
            if (columns.stream().mapToInt(one -> width(one) + 2).sum() - 2 > width) {
                columns.remove(column);
            }
        }
        return rows.stream().map(row -> line(row, columns)).toList();
    }

    private List<String> cells(ContainerTimeline container) {
        String passed = container.isGated()
                ? time(container.gatePassed(), "not yet")
                : container.kind() == ContainerKind.SIDECAR ? "no gate" : "-";
        String end = container.finished() == null
                ? ""
                : " at " + container.finished().text(timeline.created());
        return List.of(
                container.name(),
                container.kind().toString(),
                time(container.created(), "-"),
                time(container.started(), "-"),
                passed,
                time(container.ready(), isUnready(container) ? "not yet" : "-"),
                container.state() + end);
    }

    private static boolean isUnready(ContainerTimeline container) {
        return container.spans().stream()
                .filter(Span::isOpen)
                .anyMatch(span -> span.phase() == Span.Phase.UNREADY || span.phase() == Span.Phase.STARTING);
    }

    private String time(@Nullable TimeEstimate time, String otherwise) {
        return time == null ? otherwise : time.markedText(timeline.created());
    }

    private int width(int column) {
        int longest =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return column == 0 ? Math.min(longest, nameWidth) : longest;
    }

    private String line(List<String> row, List<Integer> columns) {
        StringBuilder line = new StringBuilder();
        columns.forEach(column ->
                line.append(TerminalLines.cell(row.get(column), width(column))).append("  "));
        String text = line.toString().stripTrailing();
        return text.length() <= width ? text : text.substring(0, width);
    }
}
