package io.sidecarfirst.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerClockTest {
    private Instant own = Instant.parse("2026-11-24T00:00:00Z");
    private final ServerClock clock = new ServerClock(() -> own);

    @Test
    void isThisMachinesUntilTheServerHasAnswered() {
        assertThat(clock.instant()).isEqualTo(own);
    }

    @Test
    void isTheServersFromThenOn() {
        Instant theirs = own.minus(Duration.ofDays(400));
        clock.set(theirs);
        own = own.plusSeconds(7);
        assertThat(clock.instant()).isEqualTo(theirs.plusSeconds(7));
    }
}
