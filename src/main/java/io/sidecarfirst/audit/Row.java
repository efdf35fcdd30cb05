package io.sidecarfirst.audit;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.proposal.ProposedCheck;
import io.sidecarfirst.terminal.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sidecar of one workload, with the Pods in which the same was found.
 *
 * @param workload as {@code deployment/web}
 * @param ifCreatedNow what would be decided for a Pod created now, and opted in; null where that says nothing new
 * @param gate what is known of the gate that it has, or would get
 * @param check a check that its program answers, as an annotation; null where none is known, or there is a better gate
 * @param pods how many Pods; 0 where there is only the template
 * @param example the name of one of them; empty where there is only the template
 * @param readiness when it became Ready, in the Pods without a gate
 */
public record Row(
        String namespace,
        String workload,
        String sidecar,
        AuditVerdict verdict,
        String reason,
        Assessment.@Nullable Forecast ifCreatedNow,
        Assessment.KnownGate gate,
        @Nullable ProposedCheck check,
        int pods,
        String example,
        ReadinessCounts readiness) {

    /** The flag for a sidecar that may wait for a main itself, so that its gate would never open. */
    public static final String READY_ONLY_AFTER_MAIN = "ready-only-after-main";

    /** The flag for a gate that takes a declared port, which need not be one that answers. */
    public static final String GUESS = "guess";

    /** The flag for a gate whose check is a command: whether that asks a main cannot be seen. */
    public static final String COMMAND = "command";

    /** A person decided so, there is nothing to wait for, or the mains wait already. */
    private static final Set<String> FINE_WITHOUT_GATE = Set.of(
            Reason.OPTED_OUT.id(), Reason.NOTHING_TO_PROBE.id(), Reason.ALREADY_GATED.id(), Reason.MIRROR_POD.id());

    /**
     * When it became Ready, in Pods where it is known; in the others it is not.
     *
     * @param after in how many Pods after the mains had started
     * @param stillNotReady in how many of these it is not Ready even now
     * @param notAfter in how many Pods before that
     * @param leastSeconds the shortest time after the mains' start
     * @param mostSeconds the longest
     */
    public record ReadinessCounts(int after, int stillNotReady, int notAfter, long leastSeconds, long mostSeconds) {}

    /** Whether it became Ready only after the mains, each time that is known: a gate may never open. */
    public boolean isReadyOnlyAfterMain() {
        return wouldBeGated() && readiness.after() > 0 && readiness.notAfter() == 0;
    }

    /** Whether it has a gate, or gets one, that is a guess. */
    public boolean isGuess() {
        return hasOrGetsGate() && gate.isGuess();
    }

    /** Whether it would get a gate whose check is a command. */
    public boolean isByCommand() {
        return wouldBeGated() && gate.kind() == Assessment.GateKind.COMMAND;
    }

    /** Whether it has a gate, or would get one; an author's own counts only while it is waited for. */
    boolean hasOrGetsGate() {
        return verdict == AuditVerdict.GATED || verdict == AuditVerdict.WAITING || wouldBeGated();
    }

    /** What to look at before a gate is relied on, in words that do not change. */
    public List<String> flags() {
        List<String> flags = new ArrayList<>();
        if (isReadyOnlyAfterMain()) {
            flags.add(READY_ONLY_AFTER_MAIN);
        }
        if (isGuess()) {
            flags.add(GUESS);
        }
        if (isByCommand()) {
            flags.add(COMMAND);
        }
        return flags;
    }

    /** Whether it is not gated, and would be in a Pod created now. */
    public boolean wouldBeGated() {
        return ifCreatedNow != null && ifCreatedNow.isGated();
    }

    /** Whether the mains do not wait for it although there may be something to wait for. */
    public boolean isUngated() {
        return switch (verdict) {
            case GATED, WAITING -> false;
            case MISSED -> true;
            case SKIPPED -> !FINE_WITHOUT_GATE.contains(reason);
            case NOT_OPTED_IN, UNKNOWN ->
                ifCreatedNow != null && (ifCreatedNow.isGated() || !FINE_WITHOUT_GATE.contains(ifCreatedNow.reason()));
        };
    }

    /** The reason, and what would be decided now, in a few words. */
    public String why() {
        String container = gate.isByContainer() ? ", which a gate container asks" : "";
        boolean isGated = verdict == AuditVerdict.GATED || verdict == AuditVerdict.WAITING;
        String now = reason
                + (isGated ? container : "")
                + (pods == 0 && verdict == AuditVerdict.GATED ? " (no Pod yet)" : "");
        String then = ifCreatedNow == null
                ? ""
                : ifCreatedNow.isGated()
                        ? "would be gated by its " + ifCreatedNow.reason() + container
                        : "would be skipped: " + ifCreatedNow.reason();
        String both = now + (now.isEmpty() || then.isEmpty() ? "" : ", ") + then;
        return Stream.concat(Stream.of(both), flags().stream()).collect(Collectors.joining("; "));
    }

    /** When it became Ready, in a few words; empty where no Pod shows it. */
    public String history() {
        if (readiness.after() == 0 && readiness.notAfter() == 0) {
            return "";
        }
        if (readiness.after() == 0) {
            return "Ready within " + Durations.seconds(ReadinessOrder.TOLERANCE_SECONDS) + " of the mains' start in "
                    + Durations.count(readiness.notAfter(), "Pod");
        }
        String span = readiness.leastSeconds() == readiness.mostSeconds()
                ? Durations.seconds(readiness.mostSeconds())
                : Durations.seconds(readiness.leastSeconds()) + " to " + Durations.seconds(readiness.mostSeconds());
        return (readiness.stillNotReady() == readiness.after()
                        ? "not Ready " + span + " after the mains' start"
                        : "Ready " + span + " after the mains' start")
                + " in " + readiness.after() + " of "
                + Durations.count(readiness.after() + readiness.notAfter(), "known Pod");
    }
}
