package io.sidecarfirst.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words and tables as a terminal gets them. */
class TerminalTextTest {
    private static final String LONG = "a".repeat(60);

    private static TerminalText text(int width) {
        return new TerminalText(width, false);
    }

    @Test
    void paragraphsAreWrappedAtBlanks() {
        assertThat(text(50).paragraph(10, "x".repeat(30) + " yyyyyyyyy zzzzzzzzz")
                        .lines())
                .containsExactly("          " + "x".repeat(30) + " yyyyyyyyy", "          zzzzzzzzz");
        assertThat(text(50).paragraph(10, "x".repeat(30) + " yyyyyyyyyy").lines())
                .containsExactly("          " + "x".repeat(30), "          yyyyyyyyyy");
    }

    @Test
    void aNarrowTerminalGetsNoColumnOfSingleWords() {
        assertThat(text(1).paragraph(0, "these words stand on one line of fifty columns")
                        .lines())
                .hasSize(1);
    }

    @Test
    void aLongWordIsSplitOnlyWhereNothingMayBeWider() {
        assertThat(text(50).paragraph(0, "see " + LONG).lines()).containsExactly("see", LONG);
        assertThat(text(50).hangingParagraph(0, LONG).lines()).containsExactly("a".repeat(50), "  " + "a".repeat(10));
    }

    @Test
    void aLabelThatDoesNotFitHasALineOfItsOwn() {
        assertThat(text(80).paragraph(2, "why:", 8, "because").lines()).containsExactly("  why:  because");
        assertThat(text(80).paragraph(2, "where:", 8, "here").lines()).containsExactly("  where:", "        here");
    }

    @Test
    void aLineOfTheHangingParagraphIsIndentedFurther() {
        assertThat(text(12).hangingParagraph(2, "one two three").lines()).containsExactly("  one two", "    three");
    }

    @Test
    void everyLineEnds() {
        assertThat(text(80)).hasToString("");
        assertThat(text(80).line("a").line()).hasToString("a\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a\u001B[31mb, a\\u001b[31mb",
        "a\u202Eb, a\\u202eb",
        "a\tb, a\\u0009b",
        "a\u0000b, a\\u0000b",
        "\u00FC\u20AC, \u00FC\u20AC"
    })
    void whatSteersATerminalIsShownByItsNumber(String name, String shown) {
        assertThat(text(80).paragraph(0, name)).hasToString(shown + "\n");
        assertThat(text(80).styled(Style.RED, name)).isEqualTo(shown);
        assertThat(Table.Cell.of(name).text()).isEqualTo(shown);
        assertThat(new TerminalText(80, true).styled(Style.RED, name)).isEqualTo("\u001B[31m" + shown + "\u001B[0m");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table(
                2,
                Set.of(1),
                List.of(
                        List.of(Table.Cell.of("NAME"), Table.Cell.of("PODS"), Table.Cell.of("WHY")),
                        List.of(new Table.Cell("proxy", Style.GREEN), Table.Cell.of("12"), Table.Cell.of(""))));
        assertThat(text(1).table(table).lines()).containsExactly("NAME   PODS  WHY", "proxy    12");
        assertThat(table.width()).isEqualTo("NAME   PODS  WHY".length());
        assertThat(table.lines(true).get(1)).isEqualTo("\u001B[32mproxy\u001B[0m    12");
    }
}
