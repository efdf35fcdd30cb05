package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sidecarfirst.cluster.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates Pods, as dry runs, one after the other while something happens to the replicas. */
final class SteadyCreates implements AutoCloseable {
    private static final int AT_ONCE = 2;
    private static final int PAUSE_MILLIS = 40;
    private static final int WARM_UP = 10;

    private final OptedIn namespace;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(AT_ONCE);
    private final AtomicInteger gated = new AtomicInteger();
    private final Queue<String> ungated = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    private SteadyCreates(OptedIn namespace) {
        this.namespace = namespace;
    }

    /** They go on, and are gated, when this returns. */
    static SteadyCreates in(OptedIn namespace) {
        SteadyCreates creates = new SteadyCreates(namespace);
        for (int i = 0; i < AT_ONCE; i++) {
            // Never completes with an error: create() catches what a create may throw.
            var unused =
                    creates.threads.scheduleWithFixedDelay(creates::create, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> creates.gated.get() >= WARM_UP);
        return creates;
    }

    private void create() {
        Instant start = Instant.now();
        try {
            Cluster.Answer answer = namespace.dryRun(OptedIn.pod());
            if (!answer.created()) {
                refused.add(start + " " + answer.body());
            } else if (OptedIn.gate(answer).isObject()) {
                gated.incrementAndGet();
            } else {
                ungated.add(start + " " + answer.warnings());
            }
        } catch (RuntimeException | AssertionError e) {
            if (!threads.isShutdown()) {
                refused.add(start + " " + e);
            }
        }
    }

    /** None failed, and none came back without its gate. */
    void assertAllGated() throws InterruptedException {
        assertNoneRefused();
        assertThat(ungated).as("ungated, beside %s gated", gated).isEmpty();
    }

    /** None failed; whether gated or not. */
    void assertNoneRefused() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(refused).as("refused, beside %s gated", gated).isEmpty();
    }

    int ungated() {
        return ungated.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
