package io.sidecarfirst.bench.load;

import java.time.Duration;
import java.util.List;

/**
 * What is posted.
 *
 * @param bodies posted in turn
 * @param connections each has one request under way at any time; 1 or more
 * @param warmUp requests that start in this time, before the rest, are not counted
 * @param time how long requests are started that are counted
 * @param requests no more than this many are started
 */
public record LoadPlan(List<Body> bodies, int connections, Duration warmUp, Duration time, long requests) {
    /** As many as there is time for. */
    public static LoadPlan during(Body body, int connections, Duration warmUp, Duration time) {
        return new LoadPlan(List.of(body), connections, warmUp, time, Long.MAX_VALUE);
    }

    /** So many, however long it takes: up to an hour. */
    public static LoadPlan of(long requests, List<Body> bodies, int connections) {
        return new LoadPlan(bodies, connections, Duration.ZERO, Duration.ofHours(1), requests);
    }
}
