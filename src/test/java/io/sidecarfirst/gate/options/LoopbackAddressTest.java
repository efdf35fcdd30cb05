package io.sidecarfirst.gate.options;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every notation of a loopback host that programs take. */
class LoopbackAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "localhost.",
                "localhost.localdomain",
                "ip6-loopback",
                "127.0.0.1",
                "127.0.0.255",
                "127.255.255.255",
                // As inet_aton reads it: the last number fills what is left.
                "127.1",
                "127.256",
                "127.65536",
                "127.16777215",
                "127.0.256",
                "127.0.65535",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "0177.0.0.1",
                "0177.00.00.01",
                "127.0.0.010",
                // No octal number has an eight in it.
                "127.0.0.08",
                "::1",
                "[::1]",
                "::1%lo",
                "0:0:0:0:0:0:0:1",
                "0000:0000:0000:0000:0000:0000:0000:0001",
                "0::1",
                "0:0::0:1",
                "::0.0.0.1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::FFFF:127.255.255.255",
                "::ffff:7f00:1",
                "::ffff:7fff:ffff",
            })
    void isLoopback(String host) {
        assertThat(LoopbackAddress.isLoopback(host)).isTrue();
        assertThat(LoopbackAddress.starts(host + "/x")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhosts",
                "local",
                "126.255.255.255",
                "128.0.0.0",
                "127.0.0.256",
                "127.256.0.1",
                "127.0.65536",
                "127.16777216",
                "127.0.0.0.1",
                "127..1",
                "127.0.0.x",
                "4294967297",
                "2130706432999",
                "0x80.1",
                "0x7f000001f",
                // Octal, it is 87.
                "0127.0.0.1",
                "1.0x7f",
                "::",
                "[::]",
                "::2",
                "1::1",
                "2001:db8::1",
                "0:0:0:0:0:1:0:1",
                "0:0:0:0:0:0:1:1",
                "0:0:0:0:0:0:1",
                "0:0:0:0:0:0:0:0:1",
                "::0:0:0:0:0:0:0:0:1",
                "[1:2]",
                "[::g]",
                "[::ffff:7f00:wxyz]",
                "[::ffff:7f00:00001]",
                "::1234:127.0.0.1",
                "1::ffff:127.0.0.1",
                "::ffff:128.0.0.1",
                "::ffff:127.0.0.256",
                "[::ffff:.1]",
            })
    void isNoLoopback(String host) {
        assertThat(LoopbackAddress.isLoopback(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:80, true",
        "127.0.0.1:80, true",
        "[::1]:80, true",
        "[::1, false",
        "127.0.0.1.example.com, false",
        "127.0.0.256:80, false",
        "10.0.0.1:80, false",
        ":80, false",
    })
    void aTextMayGoOnBehindTheHost(String text, boolean loopback) {
        assertThat(LoopbackAddress.starts(text)).isEqualTo(loopback);
        assertThat(LoopbackAddress.isLoopback(text)).isFalse();
    }
}
