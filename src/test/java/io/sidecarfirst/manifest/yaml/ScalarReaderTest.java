package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What scalars mean; the tables were compared with sigs.k8s.io/yaml 1.6. */
class ScalarReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON", "!!bool yes"})
    void readsTrue(String text) {
        assertThat(value(text).isBoolean()).isTrue();
        assertThat(value(text).booleanValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
    void readsFalse(String text) {
        assertThat(value(text).isBoolean()).isTrue();
        assertThat(value(text).booleanValue()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL", "!!null ''", "!!null", "# nothing"})
    void readsNull(String text) {
        assertThat(value(text).isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "+12, 12",
        "-12, -12",
        "0644, 420",
        "-0644, -420",
        "0o644, 420",
        "0x1f, 31",
        "0X1F, 31",
        "-0x1F, -31",
        "0b101, 5",
        "1_000, 1000",
        "0x_1_f, 31",
        "0_7, 7",
        "2147483648, 2147483648",
        "9223372036854775807, 9223372036854775807",
        "18446744073709551615, 18446744073709551615",
        "0xffffffffffffffff, 18446744073709551615",
        "123456789012345678901234567890, 123456789012345678901234567890",
        "!!int '7', 7",
    })
    void readsIntegers(String text, String expected) {
        assertThat(value(text).isIntegralNumber()).isTrue();
        assertThat(value(text).asString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        ".5, 0.5",
        "-.5, -0.5",
        "5., 5",
        "1e3, 1000",
        "1E+3, 1000",
        "1.10, 1.1",
        "08, 8",
        "1_0.5, 10.5",
        "!!float 3, 3",
        "12e-2, 0.12",
        ".1_0, 0.1",
    })
    void readsFloats(String text, double expected) {
        assertThat(value(text).isFloatingPointNumber()).isTrue();
        assertThat(value(text).doubleValue()).isEqualTo(expected);
    }

    @Test
    void readsFloatsThatAreNoNumbers() {
        assertThat(value(".inf").doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value("+.Inf").doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value("-.INF").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(value(".NaN").doubleValue()).isNaN();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22:22",
                "190:20:30",
                "2001-12-14",
                "2001-12-14t21:59:43.10-05:00",
                "yEs",
                "nULL",
                "TrUe",
                "0o8",
                "0x",
                "0b2",
                "1.2.3",
                "10.0.0.1",
                "100m",
                "64Mi",
                "1e",
                "+",
                ".",
                "..",
                "1e999",
                "=",
                "._5",
                ".1__0",
                ".1_",
                "-.nan",
                "+.nan",
                "inf",
                "nan",
                "Infinity",
                "0xfg",
                "1__x"
            })
    void readsStrings(String text) {
        assertThat(value(text).isString()).as(text).isTrue();
        assertThat(value(text).asString()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'yes'|yes",
                "\"0644\"|0644",
                "!!str 123|123",
                "!!str yes|yes",
                "! 12|12",
                "!!timestamp 2001-12-14|2001-12-14",
                "!vault secret|secret",
                "!!binary aGVsbG8=|hello",
                "\"a\\u0085b\"|a\u0085b",
            })
    void readsQuotedAndTagged(String text, String expected) {
        assertThat(value(text).isString()).isTrue();
        assertThat(value(text).stringValue()).isEqualTo(expected);
    }

    @Test
    void readsAnEmptyTaggedString() {
        assertThat(value("!!str").stringValue()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!int abc", "!!int 1.5", "!!bool 1", "!!null x", "!!binary '%%%'", "!!binary abc"})
    void refusesWhatDoesNotFitItsTag(String text) {
        assertThatThrownBy(() -> value(text))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("line 1: the value ")
                .hasMessageContaining("does not fit its tag");
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "yes, true",
        "off, false",
        "12, 12",
        "0x10, 16",
        "1.50, 1.5",
        "1e3, 1000",
        "1234567.5, 1.2345675e+06",
        "1e-7, 1e-07",
        "1e40, .inf",
        ".nan, .nan",
        "'12', 12",
        "2001-01-01, 2001-01-01",
    })
    void keysBecomeText(String key, String expected) {
        assertThat(YamlReader.read(key + ": v", 1).value().propertyNames()).containsExactly(expected);
    }

    @Test
    void hugeNumbersTakeNoTime() {
        assertThat(value("1".repeat(1_000_000)).isString()).isTrue();
        assertThat(value("0." + "1".repeat(1_000_000)).doubleValue()).isEqualTo(1.0 / 9);
        assertThat(value("1e-999999999").doubleValue()).isZero();
        assertThat(value("0x" + "f".repeat(100_000)).isString()).isTrue();
    }

    private static JsonNode value(String text) {
        return YamlReader.read("v: " + text, 1).value().path("v");
    }
}
