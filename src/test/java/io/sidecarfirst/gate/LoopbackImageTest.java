package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of programs that listen on loopback. */
class LoopbackImageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "proxy:1.2",
                "proxy@sha256:0123",
                "proxy:1.2@sha256:0123",
                "library/proxy",
                "registry.example:5000/a/b/proxy",
                "registry.example:5000/a/b/proxy:latest@sha256:0123"
            })
    void matchTheLastPartOfAnImage(String image) {
        assertThat(LoopbackImage.parse("proxy").matches(image)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "my-proxy", "proxy-2", "proxy/other", "registry:proxy", "a@proxy", "Proxy", "/", ":", "@"})
    void doNotMatchAnotherImage(String image) {
        assertThat(LoopbackImage.parse("proxy").matches(image)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=x", "A", "a/b", "a:1", "-a", "a-", "a b", "a..b/", "ü"})
    void refuseWhatIsNoNameOfAnImage(String name) {
        assertThatThrownBy(() -> LoopbackImage.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("loopback-images: \"")
                .hasMessageContaining("allowed: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a1", "a-b", "a__b", "a.b-c", "a---b"})
    void takeANameOfAnImage(String name) {
        assertThat(LoopbackImage.parse(name).name()).isEqualTo(name);
    }

    @Test
    void readTheirOverrides() {
        assertThat(LoopbackImage.parse("a=--address, -a,,ADDRESS,?address=").overrides())
                .containsExactly("--address", "-a", "ADDRESS", "?address=");
        assertThat(LoopbackImage.parse("a=").overrides()).isEmpty();
        assertThat(LoopbackImage.parse("a").overrides()).isEmpty();
    }
}
