package io.sidecarfirst.gate;

import static java.util.Objects.requireNonNullElse;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The startupProbe that a candidate becomes: its handler as it is, and a timing that adds waiting, never killing.
 *
 * <p>Left out: {@code successThreshold}, which defaults to 1, the only value that Kubernetes accepts here; {@code
 * terminationGracePeriodSeconds}, which a readinessProbe cannot have; and {@code host} unless the source has one,
 * because Pod Security's baseline refuses it and 127.0.0.1 would be the node's.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/issues/132793">kubernetes#132793</a>: the first attempt comes
 *     up to one period late, so the period is the delay that users notice
 */
final class StartupProbe {
    private StartupProbe() {}

    static ObjectNode of(Source.Candidate candidate, Container sidecar, Timing timing, Settings settings) {
        Probe source = candidate.probe();
        int timeout = requireNonNullElse(timing.timeoutSeconds(), source == null ? 1 : source.timeoutSeconds());
        int period = requireNonNullElse(timing.periodSeconds(), period(candidate, timeout));
        int delay = requireNonNullElse(timing.initialDelaySeconds(), 0);
        int threshold = requireNonNullElse(
                timing.failureThreshold(), threshold(Budget.seconds(sidecar, settings), delay, period));

        ObjectNode probe = JsonNodeFactory.instance.objectNode();
        candidate.handlers().forEach(handler -> probe.set(handler.kind(), handler.node()));
        if (delay > 0) {
            probe.put("initialDelaySeconds", delay);
        }
        return probe.put("timeoutSeconds", timeout).put("periodSeconds", period).put("failureThreshold", threshold);
    }

    /** One second; for {@code exec}, which costs a process each time, up to its timeout or the source's own period. */
    private static int period(Source.Candidate candidate, int timeout) {
        Probe source = candidate.probe();
        return source == null || candidate.handlers().stream().allMatch(Handler::network)
                ? 1
                : Math.min(source.periodSeconds(), timeout);
    }

    /** As many attempts as the budget holds after the delay, rounded up. */
    private static int threshold(long budget, int delay, int period) {
        long rest = Math.max(0, budget - delay);
        long attempts = rest / period + (rest % period == 0 ? 0 : 1);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, attempts));
    }
}
