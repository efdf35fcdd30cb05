package io.sidecarfirst.cli.serve;

import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.server.Readiness;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the server goes: not ready at once, still answering while the cluster takes it out of its endpoints, then done
 * with the requests in flight, then out with exit code 0.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination">Termination of
 *     Pods</a>: the signal and the removal from the endpoints happen at the same time
 */
final class Shutdown {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

    private final Readiness readiness;
    private final List<AutoCloseable> atOnce;
    private final Duration delay;
    private final List<AutoCloseable> parts;

    /**
     * @param atOnce closed before the delay: what writes to a cluster, from which this may just be uninstalled
     * @param delay how long to go on answering
     * @param parts closed after it, in this order
     */
    Shutdown(Readiness readiness, List<AutoCloseable> atOnce, Duration delay, List<AutoCloseable> parts) {
        this.readiness = readiness;
        this.atOnce = List.copyOf(atOnce);
        this.delay = delay;
        this.parts = List.copyOf(parts);
    }

    /** Does so when the process is told to stop. */
    void onSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::run, "shutdown"));
    }

    private void run() {
        readiness.drain();
        LOG.atInfo().addKeyValue("delaySeconds", (int) delay.toSeconds()).log("stopping: not ready, still answering");
        close(atOnce);
        try {
            Thread.sleep(delay.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(parts);
        LOG.info("stopped");
        // The signal would make it 143, which looks like a failure to whoever counts them.
        Runtime.getRuntime().halt(ExitCode.OK);
    }

    private static void close(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("a part did not stop cleanly", e);
            }
        }
    }
}
