package io.sidecarfirst.timeline;

import io.sidecarfirst.terminal.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
            if (table(columns).width() > width) {
                columns.remove(column);
            }
        }
        return table(columns).lines(false).stream()
                .map(line -> line.length() <= width ? line : line.substring(0, width))
                .toList();
    }

    private List<String> cells(ContainerTimeline container) {
        String passed = container.isGated()
                ? time(container.gatePassed(), "not yet")
                : container.isAsked()
                        ? time(container.gatePassed(), isUnready(container) ? "not yet" : "did not")
                        : container.kind() == ContainerKind.SIDECAR ? "no gate" : "-";
        String end = container.finished() == null
                ? ""
                : " at " + container.finished().text(timeline.created());
        return List.of(
                Words.cut(container.name(), nameWidth),
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

    private Table table(List<Integer> columns) {
        return new Table(
                2,
                Set.of(),
                rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> Table.Cell.of(row.get(column)))
                                .toList())
                        .toList());
    }
}
