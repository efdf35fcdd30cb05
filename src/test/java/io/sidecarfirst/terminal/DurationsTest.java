package io.sidecarfirst.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "-1, 0 seconds",
        "0, 0 seconds",
        "1, 1 second",
        "59, 59 seconds",
        "60, 1 minute",
        "61, 1 minute 1 second",
        "3599, 59 minutes 59 seconds",
        "3600, 1 hour",
        "3601, 1 hour",
        "3660, 1 hour 1 minute",
        "86399, 23 hours 59 minutes",
        "86400, 1 day",
        "90000, 1 day 1 hour",
        "172860, 2 days"
    })
    void theTwoLargestUnits(long seconds, String expected) {
        assertThat(Durations.seconds(seconds)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 Pods", "1, 1 Pod", "2, 2 Pods"})
    void onlyOneIsSingular(long count, String expected) {
        assertThat(Durations.count(count, "Pod")).isEqualTo(expected);
    }
}
