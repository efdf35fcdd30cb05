package io.sidecarfirst.certificates.cluster;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the cluster again and again, on one daemon thread. What goes wrong is logged once, for as long as it is the
 * same, and never ends the looking: the next look may find the API server back.
 *
 * <p>Polling, not a watch: two small GETs every ten seconds heal everything that can happen, a lost watch included.
 */
final class Patrol implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Patrol.class);

    private final Supplier<Attempt> look;
    private final ScheduledExecutorService thread;
    private Optional<String> reported = Optional.empty();
    private Attempt last = Attempt.DONE;

    private Patrol(Supplier<Attempt> look) {
        this.look = look;
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "certificates");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Starts with the first look at once. */
    static Patrol start(Supplier<Attempt> look) {
        Patrol patrol = new Patrol(look);
        patrol.thread.execute(patrol::go);
        return patrol;
    }

    private void go() {
        Attempt attempt = attempt();
        // What was written and is not there when it is read back was undone by somebody: no race with them.
        boolean undone = attempt == Attempt.WROTE && last == Attempt.WROTE;
        long pause = (undone ? Attempt.DONE : attempt).pause().toMillis();
        last = attempt;
        // Replicas that start together should not always write together.
        long spread = pause == 0 ? 0 : ThreadLocalRandom.current().nextLong(pause / 5);
        if (!thread.isShutdown()) {
            // Never completes with an error: go() does not throw.
            var unused = thread.schedule(this::go, pause + spread, TimeUnit.MILLISECONDS);
        }
    }

    private Attempt attempt() {
        try {
            Attempt attempt = look.get();
            if (reported.isPresent()) {
                log.info("the certificates are looked after again");
                reported = Optional.empty();
            }
            return attempt;
        } catch (RuntimeException e) {
            Optional<String> problem = Optional.of(String.valueOf(e.getMessage()));
            if (!problem.equals(reported) && !thread.isShutdown()) {
                reported = problem;
                log.warn("the certificates cannot be looked after now, what is served stays in use: {}", problem.get());
                if (!(e instanceof ApiServerException)) {
                    log.warn("this was not expected", e);
                }
            }
            return Attempt.FAILED;
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
