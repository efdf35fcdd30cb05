package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.RecurringProblem;
import io.sidecarfirst.certificates.CertificateListener;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a reconciler again and again, on one daemon thread. A problem is logged once, for as long as it stays the same,
 * and the loop goes on: the API server may be back the next time.
 *
 * <p>It polls, and does not watch: two small GETs every ten seconds heal everything that can happen, a lost watch
 * included.
 */
final class ReconcileLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReconcileLoop.class);

    private final Supplier<Result> reconciler;
    private final CertificateListener listener;
    private final ScheduledExecutorService thread;
    private final RecurringProblem problem = new RecurringProblem(
            log,
            "the certificates cannot be looked after now, what is served stays in use",
            "the certificates are looked after again");
    private Result last = Result.DONE;

    /** What one run came to, and so when the next one is due. */
    enum Result {
        /** Something was written, and is to be read back. */
        WROTE(Duration.ZERO),
        /** Something is not there yet, or somebody else was faster. */
        UNFINISHED(Duration.ofSeconds(1)),
        /** The API server could not be reached, or refused. */
        FAILED(Duration.ofSeconds(3)),
        /** All is as it should be. */
        DONE(Duration.ofSeconds(10));

        private final Duration pause;

        Result(Duration pause) {
            this.pause = pause;
        }
    }

    private ReconcileLoop(Supplier<Result> reconciler, CertificateListener listener) {
        this.reconciler = reconciler;
        this.listener = listener;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "certificates");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Starts with the first run at once. */
    static ReconcileLoop start(Supplier<Result> reconciler, CertificateListener listener) {
        ReconcileLoop loop = new ReconcileLoop(reconciler, listener);
        loop.thread.execute(loop::runAndSchedule);
        return loop;
    }

    private void runAndSchedule() {
        Result result = run();
        // What was written and is not there when it is read back was undone by somebody: no race with them.
        boolean undone = result == Result.WROTE && last == Result.WROTE;
        long pause = (undone ? Result.DONE : result).pause.toMillis();
        last = result;
        // Replicas that start together should not always write together.
        long spread = pause == 0 ? 0 : ThreadLocalRandom.current().nextLong(pause / 5);
        if (!thread.isShutdown()) {
            // Never completes with an error: this method does not throw.
            var unused = thread.schedule(this::runAndSchedule, pause + spread, TimeUnit.MILLISECONDS);
        }
    }

    private Result run() {
        try {
            Result result = reconciler.get();
            problem.isOver();
            return result;
        } catch (RuntimeException e) {
            listener.failed();
            if (!thread.isShutdown()) {
                problem.because(e);
            }
            return Result.FAILED;
        }
    }

    /** Ends the loop. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
