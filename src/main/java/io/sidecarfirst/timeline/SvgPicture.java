package io.sidecarfirst.timeline;

import io.sidecarfirst.terminal.Wrapping;
import io.sidecarfirst.timeline.Span.Phase;
import io.sidecarfirst.timeline.Step.WaitReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A timeline as a picture that stands for itself: no script, no font and no image from elsewhere, a background of its
 * own, and other colours where the reader prefers dark ones.
 */
public final class SvgPicture {
    private static final int WIDTH = 960;
    private static final int EDGE = 24;
    private static final int RIGHT = WIDTH - EDGE - 18;
    private static final int ROW = 44;
    private static final int BAR = 24;
    private static final int LEGEND_ROW = 20;

    private final Timeline timeline;
    private final List<ContainerTimeline> containers;
    private final TimeAxis axis;
    private final int left;
    private final SvgCanvas canvas;

    private final List<String> findings = new ArrayList<>();
    private final List<String> caveats = new ArrayList<>();
    private final List<List<Phase>> legend;

    /** Where the rows of containers begin and end. */
    private final int top;

    private final int bottom;

    private SvgPicture(Timeline timeline) {
        this.timeline = timeline;
        this.containers = timeline.containers();
        this.axis = new TimeAxis(timeline);
        int longest = containers.stream()
                .mapToInt(container -> container.name().length())
                .max()
                .orElse(0);
        this.left = EDGE + (int) Math.min(260, Math.max(116, longest * 8.4 + 24));
        timeline.findings().forEach(finding -> findings.addAll(wrapped(finding, SvgCanvas.letters(WIDTH - 2 * EDGE))));
        timeline.caveats().forEach(caveat -> caveats.addAll(wrapped(caveat, SvgCanvas.smallLetters(WIDTH - 2 * EDGE))));
        this.legend = legend();
        this.top = EDGE + 20 + 20 * findings.size() + 40;
        this.bottom = top + ROW * containers.size() + 8;
        this.canvas = new SvgCanvas(
                WIDTH,
                bottom + 24 + LEGEND_ROW * legend.size() + 16 * caveats.size() + 14,
                "How the containers of Pod " + timeline.title() + " started",
                String.join(" ", timeline.findings()));
    }

    /** The picture's text. */
    public static String of(Timeline timeline) {
        return new SvgPicture(timeline).draw();
    }

    private String draw() {
        canvas.text(EDGE, EDGE + 12, "title", timeline.title());
        for (int i = 0; i < findings.size(); i++) {
            canvas.text(EDGE, EDGE + 36 + 20 * i, "text", findings.get(i));
        }
        grid();
        for (int i = 0; i < containers.size(); i++) {
            container(containers.get(i), middle(i));
        }
        timeline.steps().forEach(this::release);
        int y = bottom + 24;
        for (List<Phase> row : legend) {
            legend(row, y);
            y += LEGEND_ROW;
        }
        for (String caveat : caveats) {
            canvas.text(EDGE, y, "small", caveat);
            y += 16;
        }
        return canvas.end();
    }

    private double x(double position) {
        return left + position * (RIGHT - left);
    }

    /** The height at which a container's bar is. */
    private int middle(int row) {
        return top + ROW * row + ROW / 2;
    }

    private void grid() {
        for (long tick : axis.ticks(9)) {
            double x = x(axis.position(tick));
            canvas.line("grid", x, top - 6, x, bottom);
            if (tick == 0) {
                canvas.text(x - 4, top - 12, "small", "Pod created");
                continue;
            }
            String label = Words.duration(Duration.ofSeconds(tick), false);
            double start = x - SvgCanvas.smallWidth(label) / 2;
            if (start > left + 80) {
                canvas.text(start, top - 12, "small", label);
            }
        }
    }

    private void container(ContainerTimeline container, int middle) {
        canvas.text(EDGE, middle - 1, "name", Words.cut(container.name(), (int) ((left - EDGE - 10) / 8.2)));
        String kind = container.kind() == ContainerKind.SIDECAR
                ? (container.isGated() ? "sidecar, gated" : container.isAsked() ? "sidecar, asked" : "sidecar, no gate")
                : container.kind().toString();
        canvas.text(EDGE, middle + 13, "small", kind);
        for (Span span : container.spans()) {
            if (axis.shows(span)) {
                span(span, middle);
            }
        }
    }

    private void span(Span span, int middle) {
        double from = x(axis.position(span.from().at()));
        double to = x(axis.end(span));
        if (span.phase() == Phase.WAITING) {
            canvas.line("waiting", from + 3, middle, Math.max(from + 3, to - 3), middle);
            String text = span.step() == null ? "waits" : "waits " + span.step().text("");
            canvas.label(from, to, middle - 6, "small", List.of(text + ", " + time(span), text));
            return;
        }
        String style = style(span.phase());
        double width = Math.max(2, to - from - 1);
        if (axis.leaves(span)) {
            canvas.pointedBox(style, from, middle - BAR / 2, width, BAR);
        } else {
            canvas.box(style, from, middle - BAR / 2, width, BAR);
        }
        String text = span.phase().text();
        String label = span.phase().label();
        boolean isReadyForGood = span.isOpen() && span.phase() == Phase.READY;
        canvas.label(
                from,
                to,
                middle + 4,
                "on on-" + style,
                isReadyForGood
                        ? List.of(text)
                        : List.of(text + ", " + time(span), label + ", " + time(span), time(span), label));
    }

    private static String style(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    /** How long, with the mark of what is inferred or seen. */
    private String time(Span span) {
        TimeEstimate end = span.to() == null ? TimeEstimate.exactly(timeline.now()) : span.to();
        String soFar = span.isOpen() ? " so far" : "";
        return new Interval(span.from(), end).text() + soFar + end.evidence().mark();
    }

    /** An arrow from a container that held the next one back to that one. */
    private void release(Step step) {
        boolean holds =
                step.reason() == WaitReason.GATE || step.reason() == WaitReason.RUN || step.reason() == WaitReason.HOOK;
        int row = containers.stream().map(ContainerTimeline::name).toList().indexOf(step.containerName());
        if (holds && step.to() != null && row >= 0 && row + 1 < containers.size()) {
            double x = x(axis.position(step.to().at()));
            canvas.arrowDown(x, middle(row) + BAR / 2, middle(row + 1) - BAR / 2);
        }
    }

    /** The phases that are drawn, in rows. */
    private List<List<Phase>> legend() {
        Set<Phase> used = EnumSet.noneOf(Phase.class);
        containers.stream()
                .flatMap(container -> container.spans().stream())
                .filter(axis::shows)
                .forEach(span -> used.add(span.phase()));
        List<List<Phase>> rows = new ArrayList<>();
        rows.add(new ArrayList<>());
        double x = EDGE;
        for (Phase phase : used) {
            if (x + legendWidth(phase) > WIDTH - EDGE && x > EDGE) {
                x = EDGE;
                rows.add(new ArrayList<>());
            }
            rows.get(rows.size() - 1).add(phase);
            x += legendWidth(phase);
        }
        return rows;
    }

    private void legend(List<Phase> row, int y) {
        double x = EDGE;
        for (Phase phase : row) {
            if (phase == Phase.WAITING) {
                canvas.line("waiting", x + 1, y - 4, x + 15, y - 4);
            } else {
                canvas.swatch(style(phase), x, y - 9);
            }
            canvas.text(x + 22, y, "small", phase.text());
            x += legendWidth(phase);
        }
    }

    private static double legendWidth(Phase phase) {
        return 24 + SvgCanvas.smallWidth(phase.text()) + 14;
    }

    private static List<String> wrapped(String sentence, int width) {
        return Wrapping.lines(sentence, width).stream()
                .map(line -> Words.cut(line, width))
                .toList();
    }
}
