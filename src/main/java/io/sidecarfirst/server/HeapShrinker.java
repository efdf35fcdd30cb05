package io.sidecarfirst.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Collects all garbage when a burst of reviews is over. While reviews come fast, the serial collector grows the heap
 * rather than collect all of it, and only when it has collected all does it give memory back: a replica would keep for
 * days what one roll-out took. A collection takes some tens of milliseconds, so it waits for a calm moment.
 */
final class HeapShrinker implements AutoCloseable {
    static final Duration PERIOD = Duration.ofSeconds(5);

    /** By how many bytes the heap must have grown to be worth a collection. */
    static final long GROWTH = 4 << 20;

    /** Up to how many reviews in a period it is calm. */
    static final int CALM = 50;

    private final AtomicLong reviews = new AtomicLong();
    private final LongSupplier heap;
    private final Runnable collection;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heap-shrinker");
        thread.setDaemon(true);
        return thread;
    });
    private long before;
    private long collected;

    /**
     * @param heap how large the heap is, what is free in it included, in bytes
     * @param collection what collects
     */
    HeapShrinker(LongSupplier heap, Runnable collection) {
        this.heap = heap;
        this.collection = collection;
        collected = heap.getAsLong();
    }

    /** Begins to look for calm moments, once in each {@link #PERIOD}. */
    HeapShrinker start() {
        Future<?> unused =
                clock.scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** A request is over. */
    void ended() {
        reviews.incrementAndGet();
    }

    /** A period is over. */
    void look() {
        long now = reviews.get();
        boolean isCalm = now - before <= CALM;
        before = now;
        if (isCalm && heap.getAsLong() - collected >= GROWTH) {
            collection.run();
            collected = heap.getAsLong();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
