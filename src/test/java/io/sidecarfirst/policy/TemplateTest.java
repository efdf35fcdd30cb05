package io.sidecarfirst.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @Test
    void placesAreFilled() {
        assertThat(new Template("a: ${some-word} ${/app-health/}$('x')\n")
                        .fill(Map.of("some-word", "$1 ${x} \\", "/app-health/", "/")))
                .isEqualTo("a: $1 ${x} \\ /$('x')\n");
    }

    @Test
    void aDefaultStandsWhereTheValueIsEmpty() {
        Template template = new Template("a: ${--n:-b ? [1][0] : c}\n");
        assertThat(template.fill(Map.of("--n", ""))).isEqualTo("a: b ? [1][0] : c\n");
        assertThat(template.fill(Map.of("--n", "7"))).isEqualTo("a: 7\n");
    }

    @Test
    void aPlaceWithoutAValueIsAMistake() {
        assertThatThrownBy(() -> new Template("${there} ${missing:-1}").fill(Map.of("there", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no value for ${missing:-1}");
    }

    @Test
    void aValueWithoutAPlaceIsAMistake() {
        assertThatThrownBy(() -> new Template("${there}").fill(Map.of("there", "", "b", "", "a", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no place for a, b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ${open\nb}", "${}", "${a:b}", "${a:-{}}"})
    void aPlaceThatIsWrittenWrongIsAMistake(String text) {
        assertThatThrownBy(() -> new Template(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no place: ${");
    }

    @Test
    void notesAreLeftOutAndContinuedLinesJoined() {
        assertThat(new Template("## a\n# b\nc:\n  ## ${d}\n  e(\\\n    f \\\n  g)\n").text())
                .isEqualTo("# b\nc:\n  e(f g)\n");
    }

    @Test
    void linesOfAValueAreIndentedAsItsLine() {
        assertThat(new Template("  a(${b})\n").fill(Map.of("b", "1\n|| 2\n  && 3")))
                .isEqualTo("  a(1\n  || 2\n    && 3)\n");
    }

    @Test
    void commentsThatGetTooLongAreWrapped() {
        String half = "x".repeat(57);
        String word = "y".repeat(130);
        assertThat(new Template("# ${a} ${a} b\n  # - ${a} ${a}\nc: ${a} ${a} d\n# ${e} ${e} f\n")
                        .fill(Map.of("a", half, "e", word)))
                .isEqualTo(String.join(
                        "\n",
                        "# " + half + " " + half,
                        "# b",
                        "  # - " + half,
                        "  #   " + half,
                        "c: " + half + " " + half + " d",
                        "# " + word,
                        "# " + word,
                        "# f",
                        ""));
    }
}
