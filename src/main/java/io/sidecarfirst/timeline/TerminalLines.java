package io.sidecarfirst.timeline;

import java.util.ArrayList;
import java.util.List;

/** Lines for a terminal: wrapped to its width, coloured where it may be, ASCII where it shows no more. */
final class TerminalLines {
    private final TextChart.Capabilities terminal;
    private final List<String> lines = new ArrayList<>();

    TerminalLines(TextChart.Capabilities terminal) {
        this.terminal = terminal;
    }

    List<String> lines() {
        return lines.stream()
                .map(line -> terminal.unicode() ? line : ascii(line))
                .toList();
    }

    /** A line as it is. */
    void add(String line) {
        lines.add(line);
    }

    /** A text, wrapped; lines after the first are indented by two more columns. */
    void paragraph(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            boolean isFirst = line.length() == indent.length();
            if (!isFirst && line.length() + 1 + word.length() > terminal.width()) {
                lines.add(line.toString());
                line = new StringBuilder(indent).append("  ");
                isFirst = true;
            }
            String rest = word;
            while (line.length() + (isFirst ? 0 : 1) + rest.length() > terminal.width()) {
                int fits = terminal.width() - line.length() - (isFirst ? 0 : 1);
                lines.add(line.append(isFirst ? "" : " ").append(rest, 0, fits).toString());
                rest = rest.substring(fits);
                line = new StringBuilder(indent).append("  ");
                isFirst = true;
            }
            line.append(isFirst || line.length() == indent.length() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
    }

    String bold(String text) {
        return coloured("1", text);
    }

    String grey(String text) {
        return coloured("90", text);
    }

    /** @param code of ANSI */
    String coloured(String code, String text) {
        return terminal.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Exactly that wide: cut off or filled up with blanks. */
    static String cell(String text, int width) {
        if (text.length() > width) {
            return width < 2 ? text.substring(0, width) : text.substring(0, width - 1) + "…";
        }
        return text + " ".repeat(width - text.length());
    }

    /** Other alphabets may still be in names and messages. */
    private static String ascii(String text) {
        return text.replace("…", ".").replaceAll("[^\\x1b\\x20-\\x7e]", "?");
    }
}
