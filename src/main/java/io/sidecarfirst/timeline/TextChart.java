package io.sidecarfirst.timeline;

import io.sidecarfirst.terminal.Style;
import io.sidecarfirst.terminal.TerminalText;
import io.sidecarfirst.timeline.Span.Phase;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    private record Glyph(char unicode, char ascii, Style colour) {}

    private static Glyph glyph(Phase phase) {
        return switch (phase) {
            case WAITING -> new Glyph('·', '.', Style.GREY);
            case CREATING -> new Glyph('░', '-', Style.BLUE);
            case QUEUED -> new Glyph('┄', ':', Style.BLUE);
            case PULLING -> new Glyph('▒', '%', Style.BLUE);
            case STARTING -> new Glyph('▞', '/', Style.YELLOW);
            case UNREADY -> new Glyph('▁', '_', Style.MAGENTA);
            case RUNNING -> new Glyph('▬', '=', Style.CYAN);
            case READY -> new Glyph('█', '#', Style.GREEN);
            case DOWN -> new Glyph('×', 'x', Style.RED);
            case RESTARTING -> new Glyph('≈', '~', Style.RED);
        };
    }

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Timeline timeline;
    private final Capabilities terminal;
    private final TerminalText text;
    private final TimeAxis axis;
    private final int nameWidth;
    private final int chartWidth;
    private final Set<Phase> drawn = EnumSet.noneOf(Phase.class);

    private TextChart(Timeline timeline, Capabilities terminal) {
        this.timeline = timeline;
        this.terminal = terminal;
        this.text = new TerminalText(terminal.width(), terminal.colour());
        this.axis = new TimeAxis(timeline);
        int longest = timeline.containers().stream()
                .mapToInt(container -> container.name().length())
                .max()
                .orElse(0);
        this.nameWidth = Math.min(longest, terminal.width() / 4);
        this.chartWidth = terminal.width() - nameWidth - 3;
    }

    /** The lines, none wider than the terminal. */
    public static List<String> lines(Timeline timeline, Capabilities terminal) {
        return new TextChart(timeline, terminal).draw();
    }

    private List<String> draw() {
        headline();
        timeline.findings().forEach(finding -> text.hangingParagraph(0, finding));
        text.line();
        scale();
        timeline.containers().forEach(this::bar);
        text.line();
        legend();
        text.line();
        new TimesTable(timeline, nameWidth, terminal.width()).lines().forEach(text::line);
        timeline.lastMain().ifPresent(this::waited);
        if (!timeline.caveats().isEmpty()) {
            text.line();
            timeline.caveats().forEach(caveat -> text.hangingParagraph(0, caveat));
        }
        return text.lines().stream()
                .map(line -> terminal.unicode() ? line : ascii(line))
                .toList();
    }

    private void headline() {
        String pod = "pod " + timeline.title();
        String facts =
                timeline.phase() + ", created " + WHEN.format(timeline.created().at());
        if (pod.length() + 2 + facts.length() <= terminal.width()) {
            text.line(text.styled(Style.BOLD, pod) + "  " + facts);
        } else {
            text.hangingParagraph(0, pod);
            text.hangingParagraph(0, facts);
        }
    }

    private void scale() {
        char[] labels = " ".repeat(chartWidth).toCharArray();
        char[] rule = (terminal.unicode() ? "─" : "-").repeat(chartWidth).toCharArray();
        int free = 0;
        for (long tick : axis.ticks(Math.max(2, chartWidth / 9))) {
            String label = tick == 0 ? "0" : Words.duration(Duration.ofSeconds(tick), false);
            int at = column(axis.position(tick));
            rule[at] = terminal.unicode() ? '┬' : '+';
            if (at >= free && at + label.length() <= chartWidth) {
                label.getChars(0, label.length(), labels, at);
                free = at + label.length() + 1;
            }
        }
        String margin = " ".repeat(nameWidth + 2);
        text.line((margin + new String(labels)).stripTrailing());
        text.line(margin + text.styled(Style.GREY, new String(rule)));
    }

    private int column(double position) {
        return Math.min(chartWidth - 1, (int) (position * chartWidth));
    }

    private void bar(ContainerTimeline container) {
        @Nullable Phase[] cells = new Phase[chartWidth];
        boolean leaves = false;
        for (Span span : container.spans()) {
            if (axis.shows(span)) {
                int from = column(axis.position(span.from().at()));
                int to = Math.max(from + 1, (int) Math.round(axis.end(span) * chartWidth));
                Arrays.fill(cells, from, Math.min(to, chartWidth), span.phase());
                // A later span draws over the end of an earlier one that was made visible.
                Arrays.fill(cells, Math.min(to, chartWidth), chartWidth, null);
                leaves = axis.leaves(span);
            }
        }
        StringBuilder bar = new StringBuilder();
        int end;
        for (int i = 0; i < chartWidth; i = end) {
            end = i + 1;
            while (end < chartWidth && cells[end] == cells[i]) {
                end++;
            }
            bar.append(drawn(cells[i], end - i));
        }
        String arrow = leaves ? (terminal.unicode() ? "▸" : ">") : "";
        String name = Words.cut(container.name(), nameWidth);
        String line = name + " ".repeat(nameWidth - name.length() + 2) + bar + arrow;
        text.line(line.stripTrailing());
    }

    private String drawn(@Nullable Phase phase, int length) {
        if (phase == null) {
            return " ".repeat(length);
        }
        drawn.add(phase);
        return symbols(phase, length);
    }

    private String symbols(Phase phase, int length) {
        Glyph glyph = glyph(phase);
        String symbol = String.valueOf(terminal.unicode() ? glyph.unicode() : glyph.ascii());
        return text.styled(glyph.colour(), symbol.repeat(length));
    }

    private void legend() {
        StringBuilder line = new StringBuilder();
        int length = 0;
        for (Phase phase : drawn) {
            int more = phase.text().length() + 5;
            if (length > 0 && length + more > terminal.width()) {
                text.line(line.toString().stripTrailing());
                line.setLength(0);
                length = 0;
            }
            line.append(symbols(phase, 1)).append(' ').append(phase.text()).append("   ");
            length += more;
        }
        text.line(line.toString().stripTrailing());
    }

    /** What the last main waited for. */
    private void waited(ContainerTimeline main) {
        List<Step> steps = timeline.before(main);
        if (steps.isEmpty()) {
            return;
        }
        Step last = steps.get(steps.size() - 1);
        Interval all =
                new Interval(timeline.created(), last.interval(timeline.now()).to());
        boolean isOver = last.isDone() || timeline.isOver();
        String until = last.isDone() ? "" : isOver ? ", and never started" : " so far";
        List<Step> shown = steps.stream()
                .filter(step -> !step.isDone() || !isNothing(step))
                .toList();
        text.line();
        text.hangingParagraph(
                0,
                main.name()
                        + (isOver ? " waited " : " has waited ")
                        + all.text()
                        + until
                        + (shown.isEmpty() ? "." : ":"));
        int width = shown.stream().mapToInt(step -> time(step).length()).max().orElse(0);
        for (Step step : shown) {
            String mark = step.to() == null ? "" : step.to().evidence().mark();
            text.hangingParagraph(2 + width - time(step).length(), time(step) + "  " + step.text(main.name()) + mark);
        }
    }

    private String time(Step step) {
        return step.interval(timeline.now()).text();
    }

    private boolean isNothing(Step step) {
        return time(step).matches("(up to )?0(\\.0)? s");
    }

    /** Other alphabets may still be in names and messages. */
    private static String ascii(String text) {
        return text.replace("…", ".").replaceAll("[^\\x1b\\x20-\\x7e]", "?");
    }
}
