package io.sidecarfirst.observer;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.RecurringProblem;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes a cluster whenever this replica holds the Lease, on daemon threads, until it is closed. A replica that does
 * not hold it reads the Lease every few seconds, and keeps nothing.
 */
public final class Observer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Observer.class);

    private static final Duration RENEWED_EVERY = Duration.ofSeconds(4);

    private final ApiServer server;
    private final ObserverSettings settings;
    private final ObserverMetrics metrics;
    private final LeaderLease lease;
    private final Thread thread;
    private final RecurringProblem problem = new RecurringProblem(
            log, "which replica observes cannot be told now", "the observer's Lease can be read and written again");
    private @Nullable ActiveObserver active;

    private Observer(ApiServer server, ObserverSettings settings, PrometheusRegistry registry) {
        this.server = server;
        this.settings = settings;
        this.metrics = new ObserverMetrics(registry);
        this.lease = new LeaderLease(server, settings.lease(), settings.identity(), server.clock(), System::nanoTime);
        this.thread = new Thread(this::run, "observer-lease");
        thread.setDaemon(true);
    }

    /**
     * Starts.
     *
     * @param server closed with it
     * @param registry where its metrics are
     */
    public static Observer start(ApiServer server, ObserverSettings settings, PrometheusRegistry registry) {
        Observer observer = new Observer(server, settings, registry);
        observer.thread.start();
        return observer;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                // At first, too: the webhook comes before it. And replicas that start together should not always ask
                // together.
                long millis = RENEWED_EVERY.toMillis();
                Thread.sleep(millis * 3 / 4 + ThreadLocalRandom.current().nextLong(millis / 4));
                step();
            }
        } catch (InterruptedException e) {
            // That is how it ends.
            Thread.currentThread().interrupt();
        } finally {
            rest();
        }
    }

    private void step() throws InterruptedException {
        try {
            var unused = lease.tryHold();
            problem.isOver();
        } catch (RuntimeException e) {
            problem.because(e);
        }
        if (lease.isHeld() && active == null) {
            log.atInfo().addKeyValue("lease", settings.lease()).log("this replica observes now");
            active = ActiveObserver.start(server, settings, metrics, lease::isHeld);
            metrics.active.set(1);
        } else if (!lease.isHeld() && active != null) {
            log.info("this replica observes no more");
            rest();
        }
    }

    private void rest() {
        if (active != null) {
            active.close();
            active = null;
        }
        metrics.idle();
    }

    /** Ends it, and lets another replica take over at once. */
    @Override
    public void close() {
        thread.interrupt();
        try (server) {
            thread.join(Duration.ofSeconds(8).toMillis());
            lease.giveUp();
        } catch (ApiServerException e) {
            log.info(
                    "the Lease was not given up, and passes on in {} seconds: {}",
                    LeaderLease.DURATION.toSeconds(),
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
