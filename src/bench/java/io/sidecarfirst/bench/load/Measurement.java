package io.sidecarfirst.bench.load;

import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import java.util.Optional;

/**
 * What a load showed.
 *
 * @param good how long right answers took
 * @param all the same, with the requests that failed: by an error, by a wrong answer, by none in a minute
 * @param seconds how long requests were counted
 * @param cpuSecondsPerAnswer the server's processor time, in seconds; NaN if nobody knows
 * @param overloaded answers with status 503: the server has no capacity now, and the client may try again
 * @param errors requests that failed; 503 is none of them
 * @param firstError what one of them was, those of the warm-up included
 */
public record Measurement(
        Latencies good,
        Latencies all,
        double seconds,
        double cpuSecondsPerAnswer,
        long overloaded,
        long errors,
        Optional<String> firstError) {

    /** As figures of one round. */
    public Figures figures() {
        return new Figures()
                .put(Figure.RATE, good.count() / seconds)
                .put(Figure.MEDIAN, good.millis(0.5))
                .put(Figure.P90, good.millis(0.9))
                .put(Figure.P99, good.millis(0.99))
                .put(Figure.LONGEST, all.millis(1))
                .put(Figure.CPU, cpuSecondsPerAnswer * 1e6)
                .put(Figure.OVERLOADED, (double) overloaded)
                .put(Figure.ERRORS, (double) errors);
    }
}
