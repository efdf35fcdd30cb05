package io.sidecarfirst.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines at its blanks. Widths are in characters. */
public final class Wrapping {
    private Wrapping() {}

    /** Lines of at most this width. A longer word is not split, so that it can be copied: it has a line of its own. */
    public static List<String> lines(String text, int width) {
        return lines(text, width, width, false);
    }

    /**
     * Lines of at most these widths: a longer word is split.
     *
     * @param first the width of the first line
     * @param others that of the lines after it
     */
    public static List<String> narrowLines(String text, int first, int others) {
        return lines(text, Math.max(1, first), Math.max(1, others), true);
    }

    private static List<String> lines(String text, int first, int others, boolean isSplit) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int width = first;
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                width = others;
            }
            String rest = word;
            while (isSplit && line.isEmpty() && rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
                width = others;
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}
