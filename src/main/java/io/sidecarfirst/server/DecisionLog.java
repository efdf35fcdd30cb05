package io.sidecarfirst.server;

import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each decision that gated, warned or denied; at the default level none for the others. A line names the
 * Pod and its sidecars; of the Pod's content it repeats only annotation values that cannot be used.
 */
final class DecisionLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.sidecarfirst.decisions");

    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - 1_000_000_000L);

    void write(Outcome outcome) {
        if (outcome instanceof Outcome.Decided decided) {
            decided(decided);
        } else if (outcome instanceof Outcome.Failed failed) {
            LOG.atError()
                    .setCause(failed.cause())
                    .addKeyValue("uid", failed.request().uid())
                    .log("unexpected error; the Pod is allowed as it is. Please report this");
        } else if (outcome instanceof Outcome.Unread unread) {
            LOG.atLevel(isSecondOver() ? Level.WARN : Level.DEBUG)
                    .addKeyValue("uid", unread.request().uid())
                    .log("{}; the Pod is allowed as it is", unread.problem());
        } else if (outcome instanceof Outcome.Ignored other && LOG.isDebugEnabled()) {
            LOG.atDebug().addKeyValue("uid", other.request().uid()).log("not the creation of a Pod");
        }
    }

    /** At debug level, because whoever can connect must not be able to fill the log; overload is worth a warning. */
    void refused(int status, String line) {
        LOG.atLevel(status == 503 && isSecondOver() ? Level.WARN : Level.DEBUG)
                .addKeyValue("status", status)
                .log(line);
    }

    /** Whether a warning may be written of what anybody can cause: at most one a second. */
    private boolean isSecondOver() {
        long now = System.nanoTime();
        long last = lastWarning.get();
        return now - last >= 1_000_000_000L && lastWarning.compareAndSet(last, now);
    }

    private static void decided(Outcome.Decided decided) {
        Plan plan = decided.plan();
        List<Verdict.Gated> gates = plan.gates();
        Level level = decided.denied()
                ? Level.WARN
                : gates.isEmpty() && plan.warnings().isEmpty() ? Level.DEBUG : Level.INFO;
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder event = LOG.atLevel(level)
                .addKeyValue("uid", decided.request().uid())
                .addKeyValue("namespace", decided.request().namespace())
                .addKeyValue("pod", decided.request().podName())
                .addKeyValue("sidecars", sidecars(plan));
        if (decided.request().dryRun()) {
            event = event.addKeyValue("dryRun", true);
        }
        if (!plan.warnings().isEmpty()) {
            event = event.addKeyValue("warnings", Warning.texts(plan.warnings()));
        }
        if (plan.denial().isPresent()) {
            event = event.addKeyValue("reason", plan.denial().get());
        }
        event.log(decided.denied() ? "denied" : gates.isEmpty() ? "not gated" : "gated");
    }

    /** By name, each as in the Pod's status annotation. */
    private static Map<String, Map<String, Object>> sidecars(Plan plan) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        plan.verdicts().forEach(verdict -> all.put(verdict.sidecar().name(), verdict.entry()));
        return all;
    }
}
