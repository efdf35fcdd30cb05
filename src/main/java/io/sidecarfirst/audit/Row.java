package io.sidecarfirst.audit;

import io.sidecarfirst.explain.InWords;
import io.sidecarfirst.gate.Reason;
import java.util.Optional;
import java.util.Set;

/**
 * One sidecar of one workload, with the Pods that stand alike.
 *
 * @param workload as {@code deployment/web}
 * @param pods how many Pods; 0 where there is only the template
 * @param example the name of one of them; empty where there is only the template
 * @param past when it became Ready, in the Pods without a gate
 */
public record Row(
        String namespace,
        String workload,
        String sidecar,
        Standing standing,
        String reason,
        Optional<Judgement.Would> would,
        int pods,
        String example,
        Past past) {

    /** The name of the flag for a sidecar that a gate may lock up. */
    public static final String READY_ONLY_AFTER_MAIN = "ready-only-after-main";

    /** A person decided so, there is nothing to wait for, or the mains wait already. */
    private static final Set<String> FINE_WITHOUT = Set.of(
            Reason.OPTED_OUT.id(), Reason.NOTHING_TO_PROBE.id(), Reason.ALREADY_GATED.id(), Reason.MIRROR_POD.id());

    /**
     * When it became Ready, in Pods where it is known; in the others it is not.
     *
     * @param after in how many Pods after the mains had started
     * @param stillNotReady in how many of these it is not Ready even now
     * @param notAfter in how many Pods before that
     * @param leastSeconds the least time after the mains' start
     * @param mostSeconds the longest
     */
    public record Past(int after, int stillNotReady, int notAfter, long leastSeconds, long mostSeconds) {}

    /** Whether it became Ready only after the mains, each time that is known: a gate may never open. */
    public boolean isReadyOnlyAfterMain() {
        return wouldBeGated() && past.after() > 0 && past.notAfter() == 0;
    }

    /** Whether it is not gated, and would be. */
    public boolean wouldBeGated() {
        return would.filter(Judgement.Would::gated).isPresent();
    }

    /** Whether the mains do not wait for it although there may be something to wait for. */
    public boolean isUngated() {
        return switch (standing) {
            case GATED -> false;
            case MISSED -> true;
            case SKIPPED -> !FINE_WITHOUT.contains(reason);
            case NOT_OPTED_IN, UNKNOWN ->
                would.filter(it -> it.gated() || !FINE_WITHOUT.contains(it.reason()))
                        .isPresent();
        };
    }

    /** The reason and what would be decided, in a few words. */
    public String why() {
        String then = would.map(
                        it -> it.gated() ? "would be gated by its " + it.reason() : "would be skipped: " + it.reason())
                .orElse("");
        String first = pods == 0 && standing == Standing.GATED ? reason + " (no Pod yet)" : reason;
        String both = first.isEmpty() || then.isEmpty() ? first + then : first + ", " + then;
        return isReadyOnlyAfterMain() ? both + "; " + READY_ONLY_AFTER_MAIN : both;
    }

    /** When it became Ready, in a few words; empty where no Pod tells. */
    public String history() {
        if (past.after() == 0 && past.notAfter() == 0) {
            return "";
        }
        if (past.after() == 0) {
            return "Ready with the mains in " + InWords.count(past.notAfter(), "Pod");
        }
        String span = past.leastSeconds() == past.mostSeconds()
                ? InWords.seconds(past.mostSeconds())
                : InWords.seconds(past.leastSeconds()) + " to " + InWords.seconds(past.mostSeconds());
        return (past.stillNotReady() == past.after()
                        ? "not Ready " + span + " after the mains' start"
                        : "Ready " + span + " after the mains' start")
                + " in " + past.after() + " of " + InWords.count(past.after() + past.notAfter(), "known Pod");
    }
}
