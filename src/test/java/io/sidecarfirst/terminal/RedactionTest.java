package io.sidecarfirst.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be a secret in the words of a cluster. */
class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Get \"http://10.0.0.1/ready?token=x\": refused | Get \"http://10.0.0.1/ready?...\": refused",
                "Get \"https://user:pass@registry/v2/?sig=x\": EOF | Get \"https://...@registry/v2/?...\": EOF",
                "exec: \"tool --password=x\": not found | exec: \"tool ...\": not found",
                "denied: password=x, and more | denied: password=..., and more",
                "secret \"web-token\" not found | secret \"web-token\" not found",
                "exec: \"tool\": executable file not found | exec: \"tool\": executable file not found",
                "0/3 nodes are available: 3 Insufficient cpu. | 0/3 nodes are available: 3 Insufficient cpu."
            })
    void words(String text, String expected) {
        assertThat(Redaction.of(text)).isEqualTo(expected);
    }
}
