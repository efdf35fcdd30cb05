package io.sidecarfirst.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.bench.result.Figure;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
    private final TurnServer server = new TurnServer();

    LoadGeneratorTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    private Measurement run(Body body) throws InterruptedException {
        return LoadGenerator.run(server.url(), LoadPlan.of(40, List.of(body), 4), () -> Double.NaN);
    }

    @Test
    void rightAnswersAndErrorsAnd503AreToldApart() throws InterruptedException {
        Measurement measured = run(Body.TYPICAL);

        assertThat(server.turns()).isEqualTo(40);
        assertThat(measured.good().count()).isEqualTo(20);
        assertThat(measured.errors()).isEqualTo(10);
        assertThat(measured.overloaded()).isEqualTo(10);
        assertThat(measured.firstError())
                .hasValueSatisfying(error -> assertThat(error).contains("200"));
        assertThat(measured.figures().get(Figure.CPU)).isEmpty();
    }

    @Test
    void aPodWithoutSidecarsNeedsNoPatch() throws InterruptedException {
        Measurement measured = run(Body.parse("0:6k"));

        assertThat(measured.good().count()).isEqualTo(30);
        assertThat(measured.errors()).isZero();
    }
}
