package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.Yaml;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which containers crash, at 12:10:00, with a startupProbe that may fail for a minute. */
class CrashTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:10:00Z");

    private static String end(String reason, String start, String finish) {
        return "terminated: {exitCode: 3, reason: " + reason + ", startedAt: \"2026-01-01T12:" + start
                + "Z\", finishedAt: \"2026-01-01T12:" + finish + "Z\"}";
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // In back-off after two seconds; just ended; running again since a moment.
                "waiting: {reason: CrashLoopBackOff}, 09:00, 09:02, '2, 3, , false'",
                "-, 09:58, 10:00, '2, 3, , false'",
                "running: {startedAt: \"2026-01-01T12:09:55Z\"}, 09:00, 09:02, '2, 3, , true'",
                // It has run for longer since; or its probe was used up.
                "running: {startedAt: \"2026-01-01T12:09:05Z\"}, 09:00, 09:02, ''",
                "waiting: {reason: CrashLoopBackOff}, 08:00, 09:00, ''"
            })
    void whetherItCrashes(String state, String start, String finish, String crash) {
        String ended = end("Error", start, finish);
        String status = state == null
                ? "{restartCount: 2, state: {" + ended + "}}"
                : "{restartCount: 2, state: {" + state + "}, lastState: {" + ended + "}}";
        Probe probe = new Probe(Yaml.tree("{tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: 60}"));
        assertThat(Crash.of(Yaml.tree(status), probe, NOW)
                        .map(it -> it.restarts() + ", " + it.exitCode() + ", " + it.reason() + ", " + it.isRunning())
                        .orElse(""))
                .isEqualTo(crash);
    }

    @ParameterizedTest
    @CsvSource({"OOMKilled, OOMKilled", "Error, ''", "Completed, ''"})
    void whyItEnded(String reason, String said) {
        String status = "{restartCount: 1, state: {" + end(reason, "09:00", "09:02") + "}}";
        assertThat(Crash.of(Yaml.tree(status), null, NOW).map(Crash::reason)).contains(said);
    }

    @ParameterizedTest
    @CsvSource({"'{state: {running: {}}}'", "'{state: {waiting: {reason: ImagePullBackOff}}}'", "'{}'"})
    void oneThatHasNeverEnded(String status) {
        assertThat(Crash.of(Yaml.tree(status), null, NOW)).isEmpty();
    }
}
