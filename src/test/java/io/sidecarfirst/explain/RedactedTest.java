package io.sidecarfirst.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactedTest {
    /** What a command prints comes after the colon; many print nothing. */
    @ParameterizedTest
    @CsvSource({
        "'Startup probe failed: ', Startup probe failed",
        "'Startup probe failed: \n', Startup probe failed",
        "'Startup probe failed: no', Startup probe failed: no"
    })
    void aFailureWithoutWords(String message, String told) {
        assertThat(Redacted.failure(message, null)).isEqualTo(told);
    }
}
