package io.sidecarfirst.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Lines over a few measured points, as an SVG picture. Both axes are logarithmic: a cost that grows in proportion is a
 * straight line that rises by one step for each step to the right.
 *
 * @param title what is shown
 * @param across what the points differ in, with its unit
 * @param up what was measured, with its unit
 * @param lines one or more, with points at the same places
 */
public record Curves(String title, String across, String up, List<Line> lines) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 80;
    private static final int RIGHT = WIDTH - 150;
    private static final int TOP = 60;
    private static final int BOTTOM = HEIGHT - 60;
    private static final List<String> COLORS = List.of("#1f6feb", "#bf8700", "#1a7f37", "#8250df");

    /** What was measured of one target. */
    public record Line(String name, List<Point> points) {}

    /**
     * One measured point.
     *
     * @param x more than 0
     * @param label what stands below it on the axis
     * @param y more than 0
     */
    public record Point(double x, String label, double y) {}

    /** The picture. */
    public String svg() {
        List<String> svg = new ArrayList<>();
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">"
                        .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
        svg.add("<title>" + title + "</title>");
        svg.add("<style>text { font: 12px sans-serif; fill: #1f2328; } .title { font-size: 15px; font-weight: 600; }"
                + " .grid { stroke: #d8dee4; }</style>");
        svg.add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>".formatted(WIDTH, HEIGHT));
        svg.add(text("title", LEFT, 28, "start", title));
        svg.add(text("", LEFT, 48, "start", up));
        svg.add(text("", (LEFT + RIGHT) / 2, HEIGHT - 16, "middle", across));
        for (Point point : lines.get(0).points()) {
            svg.add(text("", x(point.x()), BOTTOM + 20, "middle", point.label()));
        }
        for (double mark : marks()) {
            svg.add(format(
                    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                    LEFT, y(mark), RIGHT, y(mark)));
            svg.add(text("", LEFT - 8, y(mark) + 4, "end", Report.number(mark)));
        }
        for (int i = 0; i < lines.size(); i++) {
            svg.addAll(line(lines.get(i), COLORS.get(i % COLORS.size())));
        }
        svg.add("</svg>");
        return String.join("\n", svg) + "\n";
    }

    private List<String> line(Line line, String color) {
        List<String> svg = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(format("%.1f,%.1f ", x(point.x()), y(point.y())));
            svg.add(format(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x(point.x()), y(point.y()), color));
            svg.add(text("", x(point.x()), y(point.y()) - 8, "middle", Report.number(point.y())));
        }
        svg.add("<polyline points=\"" + path.toString().trim() + "\" fill=\"none\" stroke-width=\"2\" stroke=\"" + color
                + "\"/>");
        Point last = line.points().get(line.points().size() - 1);
        svg.add(text("", x(last.x()) + 28, y(last.y()) + 4, "start", line.name()));
        return svg;
    }

    private DoubleStream values() {
        return lines.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::y);
    }

    private double lowest() {
        return Math.pow(10, Math.floor(Math.log10(values().min().orElseThrow())));
    }

    private double highest() {
        return Math.pow(10, Math.ceil(Math.log10(values().max().orElseThrow() * 1.01)));
    }

    private List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        for (double mark = lowest(); mark <= highest() * 1.01; mark *= 10) {
            marks.add(mark);
        }
        return marks;
    }

    private double x(double value) {
        List<Point> points = lines.get(0).points();
        return place(value, points.get(0).x(), points.get(points.size() - 1).x(), LEFT + 20, RIGHT - 20);
    }

    private double y(double value) {
        return place(value, lowest(), highest(), BOTTOM, TOP);
    }

    private static double place(double value, double from, double to, int first, int last) {
        return first + Math.log(value / from) / Math.log(to / from) * (last - first);
    }

    private static String text(String style, double x, double y, String anchor, String text) {
        return format(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", style, x, y, anchor, text);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
