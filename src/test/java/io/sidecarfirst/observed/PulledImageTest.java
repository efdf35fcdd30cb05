package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PulledImageTest {

    /** As kubelets of 1.37.2 and 1.29 say it, and an older one. */
    @ParameterizedTest
    @CsvSource({
        "'Successfully pulled image \"nginx\" in 2.928s (3.1s including waiting). Image size: 7 bytes.', 2928, 3100",
        "'Successfully pulled image \"nginx:latest\" in 40ms (40ms including waiting)', 40, 40",
        "'Successfully pulled image \"nginx:latest\" in 1m2.345s', 62345, 62345",
        "'(combined from similar events): Successfully pulled image \"a\" in 1h0m1s (1h0m1s including waiting)',"
                + " 3601000, 3601000",
        "'Successfully pulled image \"a\" in 900µs (1s including waiting)', 1, 1000",
    })
    void itSaysHowLong(String message, long own, long withWaiting) {
        assertThat(PulledImage.of(message))
                .contains(new PulledImage(Duration.ofMillis(own), Duration.ofMillis(withWaiting)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Container image \"nginx\" already present on machine",
                "Container image \"nginx\" already present on machine and can be accessed by the pod",
                "Successfully pulled image \"nginx\"",
                "Pulling image \"nginx\"",
                ""
            })
    void itSaysNothingElse(String message) {
        assertThat(PulledImage.of(message)).isEmpty();
    }
}
