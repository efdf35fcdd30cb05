package io.sidecarfirst.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a terminal: wrapped to its width, coloured where it may be.
 *
 * <p>Control characters of names and values are replaced, so that no manifest can steer the terminal.
 */
public final class TerminalText {
    /** Narrower ones are not wrapped any tighter: a column of single words helps nobody. */
    private static final int NARROWEST = 50;

    private static final String RESET = "\u001B[0m";

    private final int width;
    private final boolean colour;
    private final StringBuilder text = new StringBuilder();

    /** How a piece of text stands out. */
    public enum Style {
        /** Not at all. */
        PLAIN(""),
        /** A heading. */
        BOLD("\u001B[1m"),
        /** Well. */
        GREEN("\u001B[32m"),
        /** To be looked at. */
        YELLOW("\u001B[33m"),
        /** Wrong. */
        RED("\u001B[31m");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    /**
     * @param width columns of the terminal
     * @param colour whether colours may be used
     */
    public TerminalText(int width, boolean colour) {
        this.width = Math.max(NARROWEST, width);
        this.colour = colour;
    }

    /** A piece of text, in a colour where that may be. */
    public String styled(Style style, String piece) {
        String clean = clean(piece);
        return colour && style != Style.PLAIN ? style.code + clean + RESET : clean;
    }

    /** A line as it is; it may hold pieces made by {@link #styled}. */
    public TerminalText line(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** An empty line. */
    public TerminalText line() {
        text.append('\n');
        return this;
    }

    /**
     * A paragraph behind a label, wrapped, its lines under each other.
     *
     * @param indent columns before the label
     * @param column where the paragraph starts
     */
    public TerminalText paragraph(int indent, String label, int column, String paragraph) {
        List<String> lines = wrap(clean(paragraph), width - column);
        String head = " ".repeat(indent) + clean(label);
        if (!label.isEmpty() && head.length() >= column) {
            // A long label stands on a line of its own.
            text.append(head).append('\n');
            head = "";
        }
        for (int i = 0; i < lines.size(); i++) {
            String start = i == 0 && !label.isEmpty() ? head : "";
            text.append(start)
                    .append(" ".repeat(column - start.length()))
                    .append(lines.get(i))
                    .append('\n');
        }
        return this;
    }

    private static List<String> wrap(String paragraph, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String clean(String piece) {
        return piece.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
