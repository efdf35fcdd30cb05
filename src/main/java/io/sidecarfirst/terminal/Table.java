package io.sidecarfirst.terminal;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Cells in columns, each as wide as its widest cell. Lines are not cut: that is left to who prints them. */
public final class Table {
    private final int gap;
    private final Set<Integer> rightAligned;
    private final List<List<Cell>> rows;
    private final List<Integer> widths;

    /** What stands in one column of one row. */
    public record Cell(String text, Style style) {
        public Cell {
            text = Printable.line(text);
        }

        /** A cell of plain text. */
        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }

    /**
     * @param gap blanks between two columns
     * @param rightAligned the columns, from 0, whose text stands at the right end, as numbers do
     * @param rows all with the same number of cells
     */
    public Table(int gap, Set<Integer> rightAligned, List<List<Cell>> rows) {
        this.gap = gap;
        this.rightAligned = Set.copyOf(rightAligned);
        this.rows = List.copyOf(rows);
        int columns = rows.isEmpty() ? 0 : rows.get(0).size();
        this.widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).text().length())
                        .max()
                        .orElse(0))
                .boxed()
                .toList();
    }

    /** How wide the widest line may be, in characters. */
    public int width() {
        return widths.stream().mapToInt(width -> width + gap).sum() - (widths.isEmpty() ? 0 : gap);
    }

    /** A line for each row, without blanks at its end. */
    public List<String> lines(boolean isColoured) {
        return rows.stream().map(row -> line(row, isColoured)).toList();
    }

    private String line(List<Cell> row, boolean isColoured) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            String text = isColoured ? cell.style().on(cell.text()) : cell.text();
            String blanks = " ".repeat(widths.get(i) - cell.text().length());
            line.append(i == 0 ? "" : " ".repeat(gap)).append(rightAligned.contains(i) ? blanks + text : text + blanks);
        }
        return line.toString().stripTrailing();
    }
}
