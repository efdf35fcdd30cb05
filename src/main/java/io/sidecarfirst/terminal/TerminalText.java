package io.sidecarfirst.terminal;

/**
 * Text for a terminal: wrapped to its width, coloured where it may be. What is not {@link Printable} in names and values
 * is shown by its number, so that no manifest can steer the terminal.
 */
public final class TerminalText {
    /** Narrower ones are not wrapped any tighter: a column of single words helps nobody. */
    private static final int NARROWEST = 50;

    private final int width;
    private final boolean colour;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param width columns of the terminal
     * @param colour whether colours may be used
     */
    public TerminalText(int width, boolean colour) {
        this.width = Math.max(NARROWEST, width);
        this.colour = colour;
    }

    /** A piece of text, in a style where that may be. */
    public String styled(Style style, String piece) {
        String clean = Printable.line(piece);
        return colour ? style.on(clean) : clean;
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
        for (String line : Wrapping.lines(Printable.line(paragraph), width - column)) {
            line(start + " ".repeat(column - start.length()) + line);
            start = "";
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
