package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of ports, word by word. */
class AuxiliaryPortsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "metric",
                "stats",
                "monitor",
                "monitoring",
                "admin",
                "management",
                "mgmt",
                "inspect",
                "inspector",
                "dlv",
                "delve",
                "jdwp",
                "jmx",
                "pprof",
                "profiling",
                "telemetry",
                "status"
            })
    void aWord(String word) {
        assertThat(AuxiliaryPorts.WORDS).contains(word);
        assertThat(AuxiliaryPorts.contains(word)).isTrue();
        assertThat(AuxiliaryPorts.contains("http-" + word + "2")).isTrue();
        assertThat(AuxiliaryPorts.contains("x" + word)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "debug"})
    void aStem(String stem) {
        assertThat(AuxiliaryPorts.STEMS).contains(stem);
        assertThat(AuxiliaryPorts.contains("x" + stem)).isTrue();
        assertThat(AuxiliaryPorts.contains(stem + "port")).isTrue();
        assertThat(AuxiliaryPorts.contains("health-" + stem)).isFalse();
    }

    @Test
    void noListHasMore() {
        assertThat(AuxiliaryPorts.WORDS).hasSize(17);
        assertThat(AuxiliaryPorts.STEMS).hasSize(2);
    }
}
