package io.sidecarfirst.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text for a terminal: wrapped to its width, coloured where it may be. What is not {@link Printable} in names and
 * values is shown by its number, so that no manifest can steer the terminal.
 */
public final class TerminalText {
    /** For less, paragraphs are not wrapped any tighter: a column of single words helps nobody. */
    private static final int NARROWEST = 50;

    private static final String HANGING = "  ";

    private final int width;
    private final boolean colour;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param width columns of the terminal
     * @param colour whether colours may be used
     */
    public TerminalText(int width, boolean colour) {
        this.width = width;
        this.colour = colour;
    }

    /** A piece of text, in a style where that may be. */
    public String styled(Style style, String piece) {
        String clean = Printable.line(piece);
        return colour ? style.on(clean) : clean;
    }

    /** A line as it is; it may hold pieces made by {@link #styled}. */
    public TerminalText line(String line) {
        lines.add(line);
        return this;
    }

    /** An empty line. */
    public TerminalText line() {
        lines.add("");
        return this;
    }

    /** A table, however wide it is. */
    public TerminalText table(Table table) {
        table.lines(colour).forEach(this::line);
        return this;
    }

    /** A paragraph, wrapped, its lines under each other in this column. */
    public TerminalText paragraph(int column, String paragraph) {
        return paragraph(column, "", column, paragraph);
    }

    /**
     * A paragraph behind a label.
     *
     * @param indent columns before the label
     * @param column where the paragraph starts; a label that does not fit before it has a line of its own
     */
    public TerminalText paragraph(int indent, String label, int column, String paragraph) {
        String start = " ".repeat(indent) + Printable.line(label);
        if (!label.isEmpty() && start.length() >= column) {
            line(start);
            start = "";
        }
        for (String line : Wrapping.lines(Printable.line(paragraph), Math.max(NARROWEST, width) - column)) {
            line(start + " ".repeat(column - start.length()) + line);
            start = "";
        }
        return this;
    }

    /**
     * A paragraph whose lines after the first are indented by two columns more. None is wider than the terminal: a
     * longer word is split.
     */
    public TerminalText hangingParagraph(int indent, String paragraph) {
        String start = " ".repeat(indent);
        for (String line :
                Wrapping.narrowLines(Printable.line(paragraph), width - indent, width - indent - HANGING.length())) {
            line(start + line);
            start = " ".repeat(indent) + HANGING;
        }
        return this;
    }

    /** The lines, without their line breaks. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The lines, each with a line break at its end. */
    @Override
    public String toString() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
