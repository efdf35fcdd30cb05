package io.sidecarfirst.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortenedTest {
    private static final String ROCKET = "\uD83D\uDE80";

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdefg, 6, abc...", "abcdefg, 3, ...", "'', 6, ''"})
    void atEnd(String text, int longest, String left) {
        assertThat(Shortened.atEnd(text, longest)).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({
        "abcdefghijkl, 12, abcdefghijkl",
        "abcdefghijklm, 11, ab ... jklm",
        "abcdefghijklm, 8, a ... lm",
        "abcdefghijklm, 5, ' ... '",
        "one two three four five six seven, 26, one two ... five six seven",
        "one two three four five six seven, 25, one ... five six seven",
        "one two three four five six seven, 24, one ... six seven",
        "averyveryveryverylongword ofmanymanymanymanyletters, 25, averyv ... anymanyletters"
    })
    void inTheMiddle(String text, int longest, String left) {
        assertThat(Shortened.inTheMiddle(text, longest)).isEqualTo(left);
    }

    @Test
    void aCharacterIsNeverCutInTwo() {
        String odd = "a" + ROCKET.repeat(20);
        IntStream.range(5, odd.length()).forEach(longest -> {
            for (String text : new String[] {odd, ROCKET.repeat(20) + "a"}) {
                assertThat(Shortened.atEnd(text, longest)).matches("a?(" + ROCKET + ")*a?[.]{3}");
                assertThat(Shortened.inTheMiddle(text, longest))
                        .hasSizeLessThanOrEqualTo(longest)
                        .matches("a?(" + ROCKET + ")* [.]{3} (" + ROCKET + ")*a?");
            }
        });
    }
}
