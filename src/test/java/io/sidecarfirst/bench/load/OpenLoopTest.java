package io.sidecarfirst.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void rightAnswersAndErrorsAnd503AreToldApart() throws IOException, InterruptedException {
        try (TurnServer server = new TurnServer()) {
            Figures figures = OpenLoop.run(server.url(), Body.TYPICAL, 40, Duration.ofSeconds(1), LONG);

            assertThat(server.turns()).isEqualTo(40);
            assertThat(figures.get(Figure.IN_TIME)).hasValue(50);
            assertThat(figures.get(Figure.OVERLOADED)).hasValue(10);
            assertThat(figures.get(Figure.ERRORS)).hasValue(10);
        }
    }

    @Test
    void whatIsNotAnsweredIsGivenUp() throws IOException, InterruptedException {
        try (ServerSocket mute = new ServerSocket(0, 64, InetAddress.getLoopbackAddress())) {
            URI url = URI.create("https://127.0.0.1:" + mute.getLocalPort() + "/mutate");

            Figures figures = OpenLoop.run(url, Body.TYPICAL, 20, Duration.ofSeconds(1), Duration.ofMillis(200));

            assertThat(figures.get(Figure.IN_TIME)).hasValue(0);
            assertThat(figures.get(Figure.ERRORS)).hasValue(20);
            assertThat(figures.get(Figure.MEDIAN)).isEmpty();
        }
    }
}
