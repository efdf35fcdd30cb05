package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings may hold, and how they say what they may not. */
class SettingsTest {
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 2_147_483_648L, Long.MAX_VALUE})
    void refuseABudgetOutOfRange(long budget) {
        assertThatThrownBy(
                        () -> new Settings(budget, Timing.DERIVED, false, ReleaseAfter.DEFAULTS, GateMode.PROBE, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("startup-budget-seconds: " + budget + " is out of range; allowed: 1..2147483647");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 86_400, Integer.MAX_VALUE})
    void takeABudgetInRange(long budget) {
        assertThatCode(() -> new Settings(budget, Timing.DERIVED, false, ReleaseAfter.DEFAULTS, GateMode.PROBE, null))
                .doesNotThrowAnyException();
    }

    private static Timing timing(String name, int value) {
        return switch (name) {
            case "initial-delay-seconds" -> new Timing(value, null, null, null);
            case "period-seconds" -> new Timing(null, value, null, null);
            case "timeout-seconds" -> new Timing(null, null, value, null);
            default -> new Timing(null, null, null, value);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "initial-delay-seconds,-1,0",
        "initial-delay-seconds,-2147483648,0",
        "period-seconds,0,1",
        "period-seconds,-5,1",
        "timeout-seconds,0,1",
        "failure-threshold,0,1"
    })
    void refuseATimingOutOfRange(String name, int value, int least) {
        assertThatThrownBy(() -> timing(name, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + ": " + value + " is out of range; allowed: " + least + "..2147483647");
    }

    @ParameterizedTest
    @CsvSource({
        "initial-delay-seconds,0",
        "initial-delay-seconds,2147483647",
        "period-seconds,1",
        "timeout-seconds,2147483647",
        "failure-threshold,1"
    })
    void takeATimingInRange(String name, int value) {
        assertThatCode(() -> timing(name, value)).doesNotThrowAnyException();
    }

    @Test
    void aTimingFillsOnlyWhatIsOpen() {
        Timing one = timing("period-seconds", 2).orElse(timing("timeout-seconds", 3));
        Timing all = one.orElse(new Timing(9, 9, 9, 9));
        assertThat(all).isEqualTo(new Timing(9, 2, 3, 9));
    }
}
