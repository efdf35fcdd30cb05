package io.sidecarfirst.timeline;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A timeline for a terminal. */
public final class TextChart {
    /** The narrowest and the widest that is drawn, in columns. */
    public static final int NARROWEST = 40;

    public static final int WIDEST = 160;

    /**
     * What the terminal can do.
     *
     * @param width in columns
     * @param colour whether it may be given ANSI colours
     * @param unicode whether it shows more than ASCII
     */
    public record Capabilities(int width, boolean colour, boolean unicode) {
        public Capabilities {
            width = Math.max(NARROWEST, Math.min(WIDEST, width));
        }
    }

    private record Glyph(char unicode, char ascii, String colour) {}

    private static Glyph ink(Phase phase) {
        return switch (phase) {
            case WAITING -> new Glyph('·', '.', "90");
            case CREATING -> new Glyph('░', '-', "34");
            case QUEUED -> new Glyph('┄', ':', "34");
            case PULLING -> new Glyph('▒', '%', "34");
            case STARTING -> new Glyph('▞', '/', "33");
            case UNREADY -> new Glyph('▁', '_', "35");
            case RUNNING -> new Glyph('▬', '=', "36");
            case READY -> new Glyph('█', '#', "32");
            case DOWN -> new Glyph('×', 'x', "31");
            case RESTARTING -> new Glyph('≈', '~', "31");
        };
    }

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Timeline timeline;
    private final Capabilities style;
    private final TimeAxis axis;
    private final int nameWidth;
    private final List<String> lines = new ArrayList<>();
    private final Set<Phase> drawn = EnumSet.noneOf(Phase.class);

    private TextChart(Timeline timeline, Capabilities style) {
        this.timeline = timeline;
        this.style = style;
        this.axis = new TimeAxis(timeline);
        int longest = timeline.lanes().stream()
                .mapToInt(lane -> lane.name().length())
                .max()
                .orElse(0);
        this.nameWidth = Math.min(longest, style.width() / 4);
    }

    /** The lines, none wider than the terminal. */
    public static List<String> lines(Timeline timeline, Capabilities style) {
        return new TextChart(timeline, style).draw();
    }

    private List<String> draw() {
        String facts =
                timeline.phase() + ", created " + WHEN.format(timeline.created().at());
        wrap("", bold("pod " + timeline.title()), "pod " + timeline.title(), facts);
        timeline.findings().forEach(finding -> paragraph("", finding));
        lines.add("");
        scale();
        timeline.lanes().forEach(this::bar);
        lines.add("");
        legend();
        lines.add("");
        table();
        waited();
        if (!timeline.limits().isEmpty()) {
            lines.add("");
            timeline.limits().forEach(limit -> paragraph("", limit));
        }
        return lines.stream().map(line -> style.unicode() ? line : ascii(line)).toList();
    }

    private void wrap(String indent, String shown, String plain, String facts) {
        if (indent.length() + plain.length() + 2 + facts.length() <= style.width()) {
            lines.add(indent + shown + "  " + facts);
        } else {
            paragraph(indent, plain);
            paragraph(indent, facts);
        }
    }

    private int chartWidth() {
        return style.width() - nameWidth - 3;
    }

    private void scale() {
        int width = chartWidth();
        char[] labels = " ".repeat(width).toCharArray();
        char[] rule = (style.unicode() ? "─" : "-").repeat(width).toCharArray();
        int free = 0;
        for (long tick : axis.ticks(Math.max(2, width / 9))) {
            String label = tick == 0 ? "0" : Words.duration(Duration.ofSeconds(tick), false);
            int at = column(axis.position(tick));
            rule[at] = style.unicode() ? '┬' : '+';
            if (at >= free && at + label.length() <= width) {
                label.getChars(0, label.length(), labels, at);
                free = at + label.length() + 1;
            }
        }
        String margin = " ".repeat(nameWidth + 2);
        lines.add((margin + new String(labels)).stripTrailing());
        lines.add(margin + coloured("90", new String(rule)));
    }

    private int column(double position) {
        return Math.min(chartWidth() - 1, (int) (position * chartWidth()));
    }

    private void bar(ContainerTimeline lane) {
        List<Optional<Phase>> cells = new ArrayList<>(Collections.nCopies(chartWidth(), Optional.empty()));
        boolean leaves = false;
        for (Span span : lane.spans()) {
            if (axis.shows(span)) {
                int from = column(axis.position(span.from().at()));
                int to = Math.max(from + 1, (int) Math.round(axis.end(span) * chartWidth()));
                for (int i = from; i < Math.min(to, chartWidth()); i++) {
                    cells.set(i, Optional.of(span.phase()));
                }
                // A later span draws over the end of an earlier one that was made visible.
                for (int i = Math.max(to, from + 1); i < chartWidth(); i++) {
                    cells.set(i, Optional.empty());
                }
                leaves = axis.leaves(span);
            }
        }
        cells.forEach(cell -> cell.ifPresent(drawn::add));
        StringBuilder bar = new StringBuilder();
        int i = 0;
        while (i < cells.size()) {
            int end = i;
            while (end < cells.size() && cells.get(end).equals(cells.get(i))) {
                end++;
            }
            int length = end - i;
            bar.append(cells.get(i)
                    .map(phase -> coloured(ink(phase).colour(), glyph(phase).repeat(length)))
                    .orElse(" ".repeat(length)));
            i = end;
        }
        String arrow = leaves ? (style.unicode() ? "▸" : ">") : "";
        lines.add((cell(lane.name(), nameWidth) + "  " + bar + arrow).stripTrailing());
    }

    private String glyph(Phase phase) {
        return String.valueOf(
                style.unicode() ? ink(phase).unicode() : ink(phase).ascii());
    }

    private void legend() {
        StringBuilder line = new StringBuilder();
        int length = 0;
        for (Phase phase : drawn) {
            int more = phase.words().length() + 5;
            if (length > 0 && length + more > style.width()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                length = 0;
            }
            line.append(coloured(ink(phase).colour(), glyph(phase)))
                    .append(' ')
                    .append(phase.words())
                    .append("   ");
            length += more;
        }
        lines.add(line.toString().stripTrailing());
    }

    private void table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "", "CREATED", "STARTED", "GATE PASSED", "READY", "NOW"));
        for (ContainerTimeline lane : timeline.lanes()) {
            rows.add(List.of(
                    lane.name(),
                    lane.kind().toString(),
                    when(lane.created(), "-"),
                    when(lane.started(), "-"),
                    lane.gated() ? when(lane.passed(), "not yet") : lane.kind() == ContainerKind.SIDECAR ? "no gate" : "-",
                    when(lane.ready(), isUnready(lane) ? "not yet" : "-"),
                    lane.finished()
                            .map(end -> lane.now() + " at " + TimeAxis.offset(timeline, end))
                            .orElse(lane.now())));
        }
        List<Integer> columns = new ArrayList<>();
        for (int column : new int[] {0, 1, 2, 3, 4, 5, 6}) {
            boolean says =
                    rows.stream().skip(1).anyMatch(row -> !row.get(column).equals("-"));
            if (says) {
                columns.add(column);
            }
        }
        // On a narrow terminal the least telling columns go.
        for (int column : new int[] {2, 6, 1}) {
            if (width(rows, columns) > style.width()) {
                columns.remove((Integer) column);
            }
        }
        rows.forEach(row -> lines.add(row(rows, row, columns)));
    }

    private static boolean isUnready(ContainerTimeline lane) {
        return lane.spans().stream()
                .filter(span -> span.to().isEmpty())
                .anyMatch(span -> span.phase() == Phase.UNREADY || span.phase() == Phase.STARTING);
    }

    private int width(List<List<String>> rows, List<Integer> columns) {
        return columns.stream().mapToInt(column -> width(rows, column) + 2).sum() - 2;
    }

    private int width(List<List<String>> rows, int column) {
        int longest =
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        return column == 0 ? Math.min(longest, nameWidth) : longest;
    }

    private String row(List<List<String>> rows, List<String> row, List<Integer> columns) {
        StringBuilder line = new StringBuilder();
        columns.forEach(column ->
                line.append(cell(row.get(column), width(rows, column))).append("  "));
        String text = line.toString().stripTrailing();
        return text.length() <= style.width() ? text : text.substring(0, style.width());
    }

    private String when(Optional<TimeEstimate> moment, String otherwise) {
        return moment.map(at -> TimeAxis.marked(timeline, at)).orElse(otherwise);
    }

    /** What the last main waited for. */
    private void waited() {
        Optional<ContainerTimeline> last = timeline.last();
        if (last.isEmpty() || timeline.before(last.get()).isEmpty()) {
            return;
        }
        List<Step> steps = timeline.before(last.get());
        String name = last.get().name();
        TimeEstimate end = steps.get(steps.size() - 1).stretch(timeline.now()).to();
        Interval all = new Interval(timeline.created(), end);
        boolean hasStarted = steps.get(steps.size() - 1).to().isPresent();
        boolean isOver = hasStarted || timeline.isOver();
        List<Step> shown = steps.stream()
                .filter(step -> step.to().isEmpty() || !isNothing(step))
                .toList();
        String until = hasStarted ? "" : isOver ? ", and never started" : " so far";
        lines.add("");
        paragraph(
                "", name + (isOver ? " waited " : " has waited ") + all.text() + until + (shown.isEmpty() ? "." : ":"));
        int width = shown.stream()
                .mapToInt(step -> step.stretch(timeline.now()).text().length())
                .max()
                .orElse(0);
        for (Step step : shown) {
            String time = step.stretch(timeline.now()).text();
            String mark = step.to().map(TimeAxis::mark).orElse("");
            paragraph("  " + " ".repeat(width - time.length()), time + "  " + step.words(name) + mark);
        }
    }

    private boolean isNothing(Step step) {
        return step.stretch(timeline.now()).text().matches("(up to )?0(\\.0)? s");
    }

    private static String cell(String text, int width) {
        if (text.length() > width) {
            return width < 2 ? text.substring(0, width) : text.substring(0, width - 1) + "…";
        }
        return text + " ".repeat(width - text.length());
    }

    private void paragraph(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            boolean isFirst = line.length() == indent.length();
            if (!isFirst && line.length() + 1 + word.length() > style.width()) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append("  ");
                isFirst = true;
            }
            String rest = word;
            while (line.length() + (isFirst ? 0 : 1) + rest.length() > style.width()) {
                int fits = style.width() - line.length() - (isFirst ? 0 : 1);
                lines.add(line.append(isFirst ? "" : " ").append(rest, 0, fits).toString());
                rest = rest.substring(fits);
                line = new StringBuilder(indent).append("  ");
                isFirst = true;
            }
            line.append(isFirst || line.length() == indent.length() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
    }

    private String bold(String text) {
        return coloured("1", text);
    }

    private String coloured(String code, String text) {
        return style.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Whatever is left of other alphabets comes from names and messages. */
    private static String ascii(String text) {
        return text.replace("…", ".").replaceAll("[^\\x1b\\x20-\\x7e]", "?");
    }
}
