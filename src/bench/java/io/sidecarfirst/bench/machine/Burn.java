package io.sidecarfirst.bench.machine;

/** Threads that do nothing but keep cores busy. */
public final class Burn {
    private Burn() {}

    /**
     * Starts them; they go on as long as the program does.
     *
     * @param threads how many; 0 for none
     */
    public static void start(int threads) {
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(Burn::spin, "burn-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void spin() {
        while (true) {
            Thread.onSpinWait();
        }
    }
}
