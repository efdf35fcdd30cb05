package io.sidecarfirst.timeline;

import java.util.List;
import java.util.Locale;

/** An SVG picture being written: its elements, one a line, and its style sheet. */
final class SvgCanvas {
    /** About what a letter of the small size takes; no font is there to be measured. */
    private static final double SMALL_LETTER = 6.3;

    /** The same of the size of running text. */
    private static final double LETTER = 7.4;

    private static final String STYLE = """
              text { font-family: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", \
            sans-serif; }
              .card { fill: #ffffff; stroke: #d8dee4; }
              .title { font-size: 17px; font-weight: 600; fill: #1f2328; }
              .name { font-size: 14px; font-weight: 600; fill: #1f2328; }
              .text { font-size: 13px; fill: #1f2328; }
              .small { font-size: 11px; fill: #59636e; }
              .grid { stroke: #eaeef2; }
              .lane { stroke: #eaeef2; stroke-width: 1; }
              .waiting { stroke: #8c959f; stroke-width: 2; stroke-dasharray: 2 5; stroke-linecap: round; }
              .creating { fill: #b6d4fb; } .queued { fill: #dbe3ec; } .pulling { fill: #6aa7f5; } \
            .starting { fill: #f2b544; }
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
                .creating { fill: #2f4f7a; } .queued { fill: #3a4450; } .pulling { fill: #3f7fd1; } \
            .starting { fill: #c9922b; }
                .unready { fill: #a05478; } .running { fill: #38839a; } .ready { fill: #2f7f47; }
                .on { fill: #f0f6fc; }
                .go { stroke: #f0883e; } .head { fill: #f0883e; }
              }
            """;

    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(int width, int height, String title, String description) {
        element(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " role=\"img\">",
                width, height, width, height);
        element("<title>%s</title>", escape(title));
        element("<desc>%s</desc>", escape(description));
        svg.append("<style>\n").append(STYLE).append("</style>\n");
        element(
                "<rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>",
                width - 1, height - 1);
    }

    /**
     * @param y the base line
     * @param style a class of the style sheet
     */
    void text(double x, int y, String style, String text) {
        element("<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", style, x, y, escape(text));
    }

    /** The first of these texts that there is room for, in the middle. */
    void label(double from, double to, int y, String style, List<String> candidates) {
        for (String text : candidates) {
            double width = smallWidth(text);
            if (width + 8 < to - from) {
                text((from + to - width) / 2, y, style, text);
                return;
            }
        }
    }

    void line(String style, double x1, int y1, double x2, int y2) {
        element("<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", style, x1, y1, x2, y2);
    }

    void box(String style, double x, int y, double width, int height) {
        element(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>",
                style, x, y, width, height);
    }

    /** A box that goes on to the right: with a point. */
    void pointedBox(String style, double x, int y, double width, int height) {
        element(
                "<path class=\"%s\" d=\"M%.1f %d h%.1f l12 %d l-12 %d h-%.1f z\"/>",
                style, x, y, width, height / 2, height / 2, width);
    }

    /** The sample of a colour in a legend. */
    void swatch(String style, double x, int y) {
        element("<rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"16\" height=\"10\" rx=\"2\"/>", style, x, y);
    }

    void arrowDown(double x, int from, int to) {
        element("<path class=\"go\" d=\"M%.1f %d V%d\"/>", x, from, to - 5);
        element("<path class=\"head\" d=\"M%.1f %d l-4 -7 h8 z\"/>", x, to);
    }

    /** All of it. The canvas must not be used after this. */
    String end() {
        return svg.append("</svg>\n").toString();
    }

    private void element(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    static double smallWidth(String text) {
        return text.length() * SMALL_LETTER;
    }

    /** How many letters of the size of running text fit. */
    static int letters(int width) {
        return (int) (width / LETTER);
    }

    /** How many small letters fit. */
    static int smallLetters(int width) {
        return (int) (width / SMALL_LETTER);
    }

    /** Names and messages may hold anything. */
    private static String escape(String text) {
        return text.replaceAll("[^\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
