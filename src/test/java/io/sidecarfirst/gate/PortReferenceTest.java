package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A port by number or by name, in a probe and in an annotation. */
class PortReferenceTest {
    @ParameterizedTest
    @CsvSource({"1,1", "9,9", "9090,9090", "65535,65535", "00080,80"})
    void aNumberIsANumberInEitherPlace(String text, int number) {
        PortReference expected = new PortReference.ByNumber(number);
        assertThat(PortReference.parse(text)).contains(expected);
        assertThat(PortReference.of(JsonMapper.shared().readTree('"' + text + '"')))
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h", "http", "http-2", "2http", "a-b-c", "abcdefghijklmno"})
    void aNameIsAName(String text) {
        assertThat(PortReference.parse(text)).contains(new PortReference.ByName(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "65536",
                "99999",
                "100000",
                "-1",
                "+80",
                "80 ",
                "8 0",
                "8.0",
                "1-2",
                "-http",
                "http-",
                "a--b",
                "HTTP",
                "http_2",
                "abcdefghijklmnop",
                "ü",
                "\u0661",
                "http\n",
                "80\n"
            })
    void aPersonCannotWriteThis(String text) {
        assertThat(PortReference.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-1",
                "65536",
                "1.5",
                "1e99",
                "[80]",
                "{\"a\": 80}",
                "\"\"",
                "99999999999999"
            })
    void aProbeWithThisHasNoPort(String json) {
        assertThat(PortReference.of(JsonMapper.shared().readTree(json))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "no such port", "65536"})
    void aProbeMayNameAnything(String text) {
        assertThat(PortReference.of(JsonMapper.shared().readTree('"' + text + '"')))
                .contains(new PortReference.ByName(text));
    }
}
