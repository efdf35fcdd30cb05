package io.sidecarfirst.bench.load;

import io.sidecarfirst.bench.load.HttpsConnection.Answer;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An open loop: reviews come at a steady rate, answered or not, as Pods do. As in an API server, a review takes a
 * connection that is idle; if there is none, another is opened, and the review goes to whichever is free first. None
 * is tried again.
 */
public final class OpenLoop {
    /** As many as the HTTP client of an API server keeps (client-go, {@code transport/cache.go}: idleConnsPerHost). */
    private static final int MOST_IDLE = 25;

    private final URI url;
    private final Body body;
    private final Duration patience;
    private final Queue<Review> waiting = new ArrayDeque<>();
    private int open;
    private int idle;
    private boolean isOver;

    private OpenLoop(URI url, Body body, Duration patience) {
        this.url = url;
        this.body = body;
        this.patience = patience;
    }

    /** From when a review comes until its answer is there; set by one connection, read when all have ended. */
    private static final class Review {
        private final long since = System.nanoTime();
        private long nanos;
        private @Nullable Answer answer;

        long age() {
            return System.nanoTime() - since;
        }

        boolean isOverloaded() {
            return answer != null && answer.status() == 503;
        }
    }

    /**
     * Posts reviews, and waits until each is answered or given up.
     *
     * @param rate reviews a second, 1..10,000
     * @param time for how long they come
     * @param patience how long each is waited for; later answers are errors
     */
    public static Figures run(URI url, Body body, int rate, Duration time, Duration patience)
            throws InterruptedException {
        return new OpenLoop(url, body, patience).run(rate, time);
    }

    private Figures run(int rate, Duration time) throws InterruptedException {
        List<Review> all = new ArrayList<>();
        long begin = System.nanoTime();
        long count = rate * time.toSeconds();
        for (long i = 0; i < count; i++) {
            TimeUnit.NANOSECONDS.sleep(begin + i * TimeUnit.SECONDS.toNanos(1) / rate - System.nanoTime());
            Review review = new Review();
            all.add(review);
            come(review);
        }
        awaitEnd();
        return figures(all);
    }

    private Figures figures(List<Review> all) {
        Latencies inTime = new Latencies();
        all.stream().filter(this::isInTime).forEach(review -> inTime.add(review.nanos));
        Latencies sorted = Latencies.sorted(List.of(inTime));
        long overloaded = all.stream().filter(Review::isOverloaded).count();
        return new Figures()
                .put(Figure.IN_TIME, 100.0 * inTime.count() / all.size())
                .put(Figure.MEDIAN, sorted.millis(0.5))
                .put(Figure.P99, sorted.millis(0.99))
                .put(Figure.LONGEST, sorted.millis(1))
                .put(Figure.OVERLOADED, (double) overloaded)
                .put(Figure.ERRORS, (double) (all.size() - inTime.count() - overloaded));
    }

    private boolean isInTime(Review review) {
        return review.answer != null && review.answer.isGoodFor(body) && review.nanos <= patience.toNanos();
    }

    private synchronized void come(Review review) {
        waiting.add(review);
        if (waiting.size() <= idle) {
            notifyAll();
        } else {
            open++;
            Thread connection = new Thread(null, () -> connect(review), "connection", 256 << 10);
            connection.setDaemon(true);
            connection.start();
        }
    }

    private void connect(Review wanted) {
        try (HttpsConnection https = new HttpsConnection(url, patience)) {
            byte[] request = https.request(body);
            https.open();
            for (Review next = take(); next != null; next = take()) {
                next.answer = https.send(request);
                next.nanos = next.age();
            }
        } catch (IOException | InterruptedException e) {
            // That which was sent has no answer, and the one that wanted this connection waits for no other.
            giveUp(wanted);
        } finally {
            end();
        }
    }

    private synchronized @Nullable Review take() throws InterruptedException {
        waiting.removeIf(review -> review.age() > patience.toNanos());
        while (waiting.isEmpty()) {
            if (isOver || idle == MOST_IDLE) {
                return null;
            }
            idle++;
            wait();
            idle--;
        }
        return waiting.remove();
    }

    private synchronized void giveUp(Review review) {
        waiting.remove(review);
    }

    private synchronized void end() {
        open--;
        notifyAll();
    }

    private synchronized void awaitEnd() throws InterruptedException {
        isOver = true;
        notifyAll();
        while (open > 0) {
            wait();
        }
    }
}
