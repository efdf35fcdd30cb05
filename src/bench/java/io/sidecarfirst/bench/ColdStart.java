package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.HttpsConnection;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.server.Server;
import io.sidecarfirst.bench.server.Target;
import java.io.IOException;
import java.time.Duration;

/**
 * One start of a server.
 *
 * @param figures of the start, and of the 100 reviews after it
 */
record ColdStart(Figures figures) {
    private static final int REVIEWS = 100;

    /** Starts it, asks until it answers, asks 100 times more, and stops it. */
    static ColdStart of(Target target) throws InterruptedException {
        try (Server server = target.start()) {
            Duration start = server.awaitAnswer(Body.TYPICAL);
            double cpu = server.cpuSeconds();
            return new ColdStart(new Figures()
                    .put(Figure.START, start.toNanos() / 1e6)
                    .put(Figure.START_CPU, cpu * 1e3)
                    .put(Figure.FIRST_100, millisOfReviews(server)));
        } catch (IOException e) {
            throw new IllegalStateException(target.name() + ": answered once and then no more: " + e, e);
        }
    }

    private static double millisOfReviews(Server server) throws IOException {
        long begin = System.nanoTime();
        try (HttpsConnection https = new HttpsConnection(server.url(), Duration.ofSeconds(30))) {
            byte[] request = https.request(Body.TYPICAL);
            for (int i = 0; i < REVIEWS; i++) {
                HttpsConnection.Answer answer = https.send(request);
                if (!answer.isGoodFor(Body.TYPICAL)) {
                    throw new IOException(answer.toString());
                }
            }
        }
        return (System.nanoTime() - begin) / 1e6;
    }
}
