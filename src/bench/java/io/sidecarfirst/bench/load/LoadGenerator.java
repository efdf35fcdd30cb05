package io.sidecarfirst.bench.load;

import io.sidecarfirst.bench.load.HttpsConnection.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A closed loop: each connection sends its next request when the one before is answered. One platform thread a
 * connection. A request that was started while counting is waited for, however long it takes: the longest are what this
 * is about.
 */
public final class LoadGenerator {
    /** Far longer than an API server waits. What takes longer is an error, with this as its latency. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<URI> urls;
    private final LoadPlan plan;
    private final long begin;
    private final long countFrom;
    private final long end;
    private final AtomicLong started = new AtomicLong();

    private LoadGenerator(List<URI> urls, LoadPlan plan) {
        this.urls = urls;
        this.plan = plan;
        begin = System.nanoTime();
        countFrom = begin + plan.warmUp().toNanos();
        end = countFrom + plan.time().toNanos();
    }

    /**
     * Posts what is planned and waits for all answers.
     *
     * @param cpuSeconds the processor time that the server has used so far; NaN if nobody knows
     */
    public static Measurement run(URI url, LoadPlan plan, DoubleSupplier cpuSeconds) throws InterruptedException {
        return run(List.of(url), plan, cpuSeconds);
    }

    /**
     * The same over several replicas, each with its share of the connections.
     *
     * @param urls one or more
     */
    public static Measurement run(List<URI> urls, LoadPlan plan, DoubleSupplier cpuSeconds)
            throws InterruptedException {
        return new LoadGenerator(urls, plan).run(cpuSeconds);
    }

    private Measurement run(DoubleSupplier cpuSeconds) throws InterruptedException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < plan.connections(); i++) {
            Connection connection = new Connection(i);
            connection.start();
            connections.add(connection);
        }
        joinUntil(connections, countFrom);
        double cpuBefore = cpuSeconds.getAsDouble();
        long answersBefore = answers(connections);
        joinUntil(connections, end);
        double cpu = cpuSeconds.getAsDouble() - cpuBefore;
        long answers = answers(connections) - answersBefore;
        double seconds = (Math.min(System.nanoTime(), end) - countFrom) / 1e9;
        for (Connection connection : connections) {
            connection.join();
        }
        return new Measurement(
                Latencies.sorted(connections.stream().map(c -> c.good).toList()),
                Latencies.sorted(connections.stream()
                        .flatMap(c -> Stream.of(c.good, c.failed))
                        .toList()),
                seconds,
                cpu / answers,
                connections.stream().mapToLong(c -> c.overloaded).sum(),
                connections.stream().mapToLong(c -> c.failed.count()).sum(),
                connections.stream()
                        .flatMap(c -> Optional.ofNullable(c.firstError).stream())
                        .findFirst());
    }

    /** Returns when they have all ended, or at that time. */
    private static void joinUntil(List<Connection> connections, long time) throws InterruptedException {
        for (Connection connection : connections) {
            long nanos = time - System.nanoTime();
            if (nanos > 0) {
                connection.join(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        }
    }

    private static long answers(List<Connection> connections) {
        return connections.stream()
                .mapToLong(connection -> connection.answers.get())
                .sum();
    }

    private final class Connection extends Thread {
        private final int number;
        private final Latencies good = new Latencies();
        private final Latencies failed = new Latencies();
        private long overloaded;
        private @Nullable String firstError;

        /** Read by another thread while this one runs. */
        private final AtomicLong answers = new AtomicLong();

        Connection(int number) {
            super("connection-" + number);
            this.number = number;
        }

        @Override
        public void run() {
            try (HttpsConnection https = new HttpsConnection(urls.get(number % urls.size()), PATIENCE)) {
                List<byte[]> requests =
                        plan.bodies().stream().map(https::request).toList();
                for (int i = number; goesOn(); i++) {
                    int next = i % requests.size();
                    post(https, requests.get(next), plan.bodies().get(next));
                }
            }
        }

        private boolean goesOn() {
            return System.nanoTime() < end && started.getAndIncrement() < plan.requests();
        }

        private void post(HttpsConnection https, byte[] request, Body body) {
            long start = System.nanoTime();
            boolean counts = start >= countFrom;
            try {
                Answer answer = https.send(request);
                long latency = System.nanoTime() - start;
                if (answer.isGoodFor(body)) {
                    record(good, latency, counts);
                } else if (answer.status() == 503) {
                    overloaded += counts ? 1 : 0;
                } else {
                    fail(answer.toString(), latency, counts);
                }
            } catch (IOException e) {
                fail(e.toString(), System.nanoTime() - start, counts);
            }
            answers.incrementAndGet();
        }

        private void fail(String error, long latency, boolean counts) {
            record(failed, latency, counts);
            firstError = Optional.ofNullable(firstError).orElse(error);
        }

        private static void record(Latencies latencies, long latency, boolean counts) {
            if (counts) {
                latencies.add(latency);
            }
        }
    }
}
