package io.sidecarfirst.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is left out of a review is left out, and nothing else, wherever it begins and ends in the parser's buffers. */
class SkippingInputTest {
    /** Three parts that are left out, with something that counts before, between and behind them. */
    private static String review(String first, String second, String third) {
        return """
                {"request": {"uid": "1", "userInfo": %s, "object": {
                  "metadata": {"name": "before", "managedFields": %s, "labels": {"a": "between"}},
                  "spec": {"volumes": %s, "containers": [{"name": "behind"}]}}}}
                """.formatted(first, second, third);
    }

    private static final String SMALL = review("{}", "[]", "[]");

    private static ObjectNode read(String review) throws Exception {
        return new ReviewReader().read(review.getBytes(StandardCharsets.UTF_8));
    }

    /** An object or a list of about so many bytes, with all that may be taken for an end, which it is not. */
    private static String part(String begin, String end, int bytes) {
        String one = "{\"k:{\\\"name\\\":\\\"x\\\\\\\"}]\": [{}, [\"\\\\\", \"]}\"], 1e3, true]}";
        String item = begin.equals("{") ? "\"%d\": " + one : "[%d, " + one + "]";
        StringBuilder part = new StringBuilder(begin);
        for (int i = 0; part.length() < bytes; i++) {
            part.append(i == 0 ? "" : ", ").append(item.formatted(i));
        }
        return part.append(end).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 400, 600, 1_000, 7_700, 7_850, 8_000, 8_150, 15_900, 16_300, 100_000})
    void largePartsAreLeftOutWhole(int bytes) throws Exception {
        for (int shift = 0; shift < 64; shift++) {
            String part = part("[", "]", bytes + shift);
            assertThat(read(review(part("{", "}", bytes), part, part))).isEqualTo(read(SMALL));
            assertThat(read(review("[]", part, part("{", "}", bytes)))).isEqualTo(read(SMALL));
        }
    }

    /** Each in a part of some thousand bytes, which the parser does not see if they are plain. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"x\"     | true",
                "\"\u00e9\" | true",
                "\"\\q\u00e9\" | false",
                "\"\\u00e9\" | true",
                "{\"a\" : [ ] , \"b\":-1.5e3} | true",
                "\"\\u00g9\" | false",
                "01        | false",
                "tru       | false",
                "truefalse | false",
                "1 2       | false",
                "{} {}     | false",
                "{\"a\"}   | false",
                "{\"a\" 1} | false",
                "{\"a\":1,} | false",
                "{1:1}     | false",
                "[1,]      | false",
                "[1:2]     | false",
                "[1}       | false",
                "]         | false",
                "}         | false",
                "[         | false",
                "\"        | false",
                "\"x       | false",
                "\"\\      | false",
                "\"\u0001\" | false",
            })
    void aPartIsValidOrNot(String last, boolean valid) throws Exception {
        String part = part("[", ", " + last + "]", 5_000);
        String problem = "";
        try {
            assertThat(read(review("{}", part, "[]"))).isEqualTo(read(SMALL));
        } catch (ReviewReader.Malformed e) {
            problem = e.problem();
        }
        assertThat(problem.isEmpty()).as(problem).isEqualTo(valid);
    }

    @Test
    void anErrorBehindThemIsWhereItIs() {
        String part = part("[", "]", 9_000);
        for (String good : List.of(SMALL, review(part("{", "}", 20_000), part, part))) {
            String review = good.replace("\"behind\"", "nonsense");
            assertThatThrownBy(() -> read(review))
                    .isInstanceOfSatisfying(
                            ReviewReader.Malformed.class,
                            e -> assertThat(e.problem()).endsWith("(byte " + review.indexOf("nonsense") + ")"));
        }
    }

    /** Sixteen bits a character: no place of the parser's is one in the body. */
    @Test
    void anotherEncodingIsReadWhole() throws Exception {
        String part = part("[", "]", 9_000);
        byte[] bytes = review("{}", part, part).getBytes(StandardCharsets.UTF_16BE);
        assertThat(new ReviewReader().read(bytes)).isEqualTo(read(SMALL));
    }
}
