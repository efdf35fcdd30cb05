package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A warning is one short line that every client can show. */
class WarningTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nb",
                "a\r\nb",
                "a\u0000b",
                "a\u001B[31mb",
                "a\tb",
                "a\u007Fb",
                "aüb",
                "a\uD83D\uDE80b",
                "a\uD83Db"
            })
    void isPrintableAscii(String text) {
        assertThat(Warning.advice(Warning.Kind.NOT_GATED, text).text())
                .matches("a[ -~]+b")
                .contains("?");
        assertThat(Warning.quote(text)).matches("\"a[ -~]+b\"");
    }

    @Test
    void whatIsPrintableStaysAsItIs() {
        String text =
                IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());
        assertThat(Warning.advice(Warning.Kind.NOT_GATED, text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "255,255", "256,256", "257,256", "300000,256"})
    void isClipped(int length, int left) {
        String text = Warning.advice(Warning.Kind.NOT_GATED, "x".repeat(length)).text();
        assertThat(text).hasSize(left);
        assertThat(text.endsWith("...")).isEqualTo(length > left);
    }

    @ParameterizedTest
    @CsvSource({"0,2", "48,50", "49,50", "300000,50"})
    void clipsWhatItQuotes(int length, int left) {
        assertThat(Warning.quote("x".repeat(length)))
                .hasSize(left)
                .startsWith("\"")
                .endsWith("\"");
    }

    @Test
    void longCharactersOutsideOfAsciiCountAsOne() {
        assertThat(Warning.advice(Warning.Kind.NOT_GATED, "\uD83D\uDE80".repeat(300))
                        .text())
                .isEqualTo("?".repeat(253) + "...");
    }

    @Test
    void thousandsAreCountedAndNotShown() {
        List<String> texts =
                Warning.texts(Collections.nCopies(5000, Warning.advice(Warning.Kind.NOT_GATED, "x".repeat(256))));
        assertThat(texts).hasSize(14).last().isEqualTo("4987 more warnings left out");
        assertThat(String.join("", texts)).hasSizeLessThan(4096);
    }

    @Test
    void thousandsOfShortOnesFitTheHeadersToo() {
        List<String> texts = Warning.texts(Collections.nCopies(5000, Warning.advice(Warning.Kind.NOT_GATED, "x")));
        assertThat(String.join("", texts)).hasSizeLessThan(4096);
        assertThat(texts.get(texts.size() - 1)).endsWith("more warnings left out");
    }

    @Test
    void asManyAreShownAsFit() {
        List<Warning> fitting = Collections.nCopies(14, Warning.advice(Warning.Kind.NOT_GATED, "x".repeat(250)));
        assertThat(Warning.texts(fitting)).hasSize(14).allMatch(text -> text.length() == 250);
        List<Warning> oneMore = Stream.concat(fitting.stream(), Stream.of(Warning.advice(Warning.Kind.NOT_GATED, "x")))
                .toList();
        assertThat(Warning.texts(oneMore)).hasSize(15).last().isEqualTo("1 more warnings left out");
    }

    @Test
    void fewAreShownAsTheyAre() {
        assertThat(Warning.texts(List.of())).isEmpty();
        List<Warning> warnings =
                List.of(Warning.advice(Warning.Kind.NOT_GATED, "a"), Warning.unusable("b", null, ": c"));
        assertThat(Warning.texts(warnings)).containsExactly("a", "annotation b cannot be used and is ignored: c");
        assertThat(Warning.refusals(warnings)).containsExactly("annotation b cannot be used: c");
    }
}
