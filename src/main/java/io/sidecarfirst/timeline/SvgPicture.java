package io.sidecarfirst.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A timeline as a picture that stands for itself: no script, no font and no image from elsewhere, a background of its own, and
 * other colours where the reader prefers dark ones.
 */
public final class SvgPicture {
    private static final int WIDTH = 960;
    private static final int EDGE = 24;
    private static final int ROW = 44;
    private static final int BAR = 24;

    /** About what a letter takes in the small and the middle size; no font is there to be measured. */
    private static final double SMALL_LETTER = 6.3;

    private static final double LETTER = 7.4;

    private static final String STYLE = """
              text { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
              .card { fill: #ffffff; stroke: #d8dee4; }
              .title { font-size: 17px; font-weight: 600; fill: #1f2328; }
              .name { font-size: 14px; font-weight: 600; fill: #1f2328; }
              .text { font-size: 13px; fill: #1f2328; }
              .small { font-size: 11px; fill: #59636e; }
              .grid { stroke: #eaeef2; }
              .lane { stroke: #eaeef2; stroke-width: 1; }
              .waiting { stroke: #8c959f; stroke-width: 2; stroke-dasharray: 2 5; stroke-linecap: round; }
              .creating { fill: #b6d4fb; } .queued { fill: #dbe3ec; } .pulling { fill: #6aa7f5; } .starting { fill: #f2b544; }
              .unready { fill: #e7a3c1; } .running { fill: #7fc4d4; } .ready { fill: #4aa564; }
              .down { fill: #d1453b; } .restarting { fill: #e58a80; }
              .on { font-size: 11px; font-weight: 600; fill: #1f2328; }
              .on-ready, .on-down { fill: #ffffff; }
              .go { stroke: #b35900; stroke-width: 1.5; fill: none; stroke-dasharray: 4 3; }
              .head { fill: #b35900; }
              @media (prefers-color-scheme: dark) {
                .card { fill: #0d1117; stroke: #30363d; }
                .title, .name, .text { fill: #e6edf3; }
                .small { fill: #9198a1; }
                .grid, .lane { stroke: #21262d; }
                .waiting { stroke: #768390; }
                .creating { fill: #2f4f7a; } .queued { fill: #3a4450; } .pulling { fill: #3f7fd1; } .starting { fill: #c9922b; }
                .unready { fill: #a05478; } .running { fill: #38839a; } .ready { fill: #2f7f47; }
                .on { fill: #f0f6fc; }
                .go { stroke: #f0883e; } .head { fill: #f0883e; }
              }
            """;

    private final Timeline timeline;
    private final TimeAxis axis;
    private final int left;
    private final int right = WIDTH - EDGE - 18;
    private final StringBuilder svg = new StringBuilder();

    private SvgPicture(Timeline timeline) {
        this.timeline = timeline;
        this.axis = new TimeAxis(timeline);
        int longest = timeline.lanes().stream()
                .mapToInt(lane -> lane.name().length())
                .max()
                .orElse(0);
        this.left = EDGE + (int) Math.min(260, Math.max(116, longest * 8.4 + 24));
    }

    /** The picture's text. */
    public static String of(Timeline timeline) {
        return new SvgPicture(timeline).draw();
    }

    private String draw() {
        List<String> findings = new ArrayList<>();
        timeline.findings().forEach(finding -> wrap(finding, (int) ((WIDTH - 2 * EDGE) / LETTER), findings));
        int top = EDGE + 20 + 20 * findings.size() + 40;
        int bottom = top + ROW * timeline.lanes().size() + 8;
        List<String> notes = new ArrayList<>();
        timeline.limits().forEach(limit -> wrap(limit, (int) ((WIDTH - 2 * EDGE) / SMALL_LETTER), notes));
        int legend = legendRows();
        int height = bottom + 24 + 20 * legend + 16 * notes.size() + 14;
        svg.append(String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
                        WIDTH,
                        height,
                        WIDTH,
                        height)
                .replace("\r", ""));
        line("<title>How the containers of Pod " + escape(timeline.title()) + " started</title>");
        line("<desc>" + escape(String.join(" ", timeline.findings())) + "</desc>");
        svg.append("<style>\n").append(STYLE).append("</style>\n");
        line(String.format(
                Locale.ROOT,
                "<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>",
                WIDTH - 1,
                height - 1));
        text(EDGE, EDGE + 12, "title", timeline.title());
        int y = EDGE + 36;
        for (String finding : findings) {
            text(EDGE, y, "text", finding);
            y += 20;
        }
        grid(top, bottom);
        for (int i = 0; i < timeline.lanes().size(); i++) {
            lane(timeline.lanes().get(i), top + ROW * i);
        }
        releases(top);
        y = legend(bottom + 24);
        for (String note : notes) {
            text(EDGE, y, "small", note);
            y += 16;
        }
        line("</svg>");
        return svg.toString();
    }

    private double x(double position) {
        return left + position * (right - left);
    }

    private void grid(int top, int bottom) {
        for (long tick : axis.ticks(9)) {
            double x = x(axis.position(tick));
            line(String.format(
                    Locale.ROOT,
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                    x,
                    top - 6,
                    x,
                    bottom));
            String label = tick == 0 ? "Pod created" : Words.duration(Duration.ofSeconds(tick), false);
            double start = tick == 0 ? x - 4 : x - label.length() * SMALL_LETTER / 2;
            if (tick == 0 || start > left + 80) {
                text(start, top - 12, "small", label);
            }
        }
    }

    private void lane(ContainerTimeline lane, int top) {
        int middle = top + ROW / 2;
        text(EDGE, middle - 1, "name", cut(lane.name(), (int) ((left - EDGE - 10) / 8.2)));
        String kind = lane.kind() == ContainerKind.SIDECAR
                ? (lane.gated() ? "sidecar, gated" : "sidecar, no gate")
                : lane.kind().toString();
        text(EDGE, middle + 13, "small", kind);
        for (Span span : lane.spans()) {
            if (axis.shows(span)) {
                span(span, middle);
            }
        }
    }

    private void span(Span span, int middle) {
        double from = x(axis.position(span.from().at()));
        double to = x(axis.end(span));
        String name = span.phase().name().toLowerCase(Locale.ROOT);
        if (span.phase() == Phase.WAITING) {
            line(String.format(
                    Locale.ROOT,
                    "<line class=\"waiting\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                    from + 3,
                    middle,
                    Math.max(from + 3, to - 3),
                    middle));
            String words = span.step().map(step -> "waits " + step.words("")).orElse("waits");
            label(from, to, middle - 6, "small", List.of(words + ", " + time(span), words));
            return;
        }
        double width = Math.max(2, to - from - 1);
        if (axis.leaves(span)) {
            line(String.format(
                    Locale.ROOT,
                    "<path class=\"%s\" d=\"M%.1f %d h%.1f l12 %d l-12 %d h-%.1f z\"/>",
                    name,
                    from,
                    middle - BAR / 2,
                    width,
                    BAR / 2,
                    BAR / 2,
                    width));
        } else {
            line(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
                    name,
                    from,
                    middle - BAR / 2,
                    width,
                    BAR));
        }
        String words = span.phase().words();
        String label = span.phase().label();
        label(
                from,
                to,
                middle + 4,
                "on on-" + name,
                span.to().isPresent() || span.phase() != Phase.READY
                        ? List.of(words + ", " + time(span), label + ", " + time(span), time(span), label)
                        : List.of(words));
    }

    /** How long, with the mark of what is inferred or seen. */
    private String time(Span span) {
        TimeEstimate end = span.to().orElseGet(() -> TimeEstimate.exactly(timeline.now()));
        String soFar = span.to().isPresent() ? "" : " so far";
        return new Interval(span.from(), end).text() + soFar + TimeAxis.mark(end);
    }

    /** The first of these that there is room for. */
    private void label(double from, double to, int y, String style, List<String> candidates) {
        for (String words : candidates) {
            double width = words.length() * SMALL_LETTER;
            if (width + 8 < to - from) {
                text((from + to - width) / 2, y, style, words);
                return;
            }
        }
    }

    /** From what let go to what could start then. */
    private void releases(int top) {
        for (Step step : timeline.steps()) {
            boolean holds = step.cause() == WaitReason.GATE || step.cause() == WaitReason.RUN || step.cause() == WaitReason.HOOK;
            int row = row(step.who());
            if (holds
                    && step.to().isPresent()
                    && row >= 0
                    && row + 1 < timeline.lanes().size()) {
                double x = x(axis.position(step.to().get().at()));
                int y = top + ROW * row + ROW / 2 + BAR / 2;
                int end = top + ROW * (row + 1) + ROW / 2 - BAR / 2;
                line(String.format(Locale.ROOT, "<path class=\"go\" d=\"M%.1f %d V%d\"/>", x, y, end - 5));
                line(String.format(Locale.ROOT, "<path class=\"head\" d=\"M%.1f %d l-4 -7 h8 z\"/>", x, end));
            }
        }
    }

    private int row(Optional<String> name) {
        for (int i = 0; i < timeline.lanes().size(); i++) {
            if (name.filter(timeline.lanes().get(i).name()::equals).isPresent()) {
                return i;
            }
        }
        return -1;
    }

    private Set<Phase> phases() {
        Set<Phase> used = EnumSet.noneOf(Phase.class);
        timeline.lanes()
                .forEach(lane -> lane.spans().stream().filter(axis::shows).forEach(span -> used.add(span.phase())));
        return used;
    }

    private int legendRows() {
        return legend(0, false) / 20;
    }

    private int legend(int y) {
        return legend(y, true);
    }

    private int legend(int top, boolean draw) {
        double x = EDGE;
        int y = top;
        for (Phase phase : phases()) {
            double width = 24 + phase.words().length() * SMALL_LETTER + 14;
            if (x + width > WIDTH - EDGE && x > EDGE) {
                x = EDGE;
                y += 20;
            }
            if (draw) {
                String name = phase.name().toLowerCase(Locale.ROOT);
                line(
                        phase == Phase.WAITING
                                ? String.format(
                                        Locale.ROOT,
                                        "<line class=\"waiting\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                                        x + 1,
                                        y - 4,
                                        x + 15,
                                        y - 4)
                                : String.format(
                                        Locale.ROOT,
                                        "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"16\" height=\"10\" rx=\"2\"/>",
                                        name,
                                        x,
                                        y - 9));
                text(x + 22, y, "small", phase.words());
            }
            x += width;
        }
        return y + 20;
    }

    private static void wrap(String sentence, int width, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split(" ", -1)) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(cut(line.toString(), width));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, Math.max(0, longest - 1)) + "…";
    }

    private void text(double x, int y, String style, String words) {
        line(String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">", style, x, y) + escape(words)
                + "</text>");
    }

    private void line(String text) {
        svg.append(text).append('\n');
    }

    /** The names and messages in it come from anywhere. */
    private static String escape(String text) {
        return text.replaceAll("[^\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
