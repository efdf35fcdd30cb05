package io.sidecarfirst.bench.machine;

import java.util.stream.IntStream;

/** Threads that do nothing but keep cores busy, until it is closed. */
public final class Burn implements AutoCloseable {
    private volatile boolean isOver;

    private Burn() {}

    /** @param threads how many; 0 for none */
    public static Burn start(int threads) {
        Burn burn = new Burn();
        IntStream.range(0, threads).forEach(i -> {
            Thread thread = new Thread(burn::spin, "burn-" + i);
            thread.setDaemon(true);
            thread.start();
        });
        return burn;
    }

    private void spin() {
        while (!isOver) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        isOver = true;
    }
}
