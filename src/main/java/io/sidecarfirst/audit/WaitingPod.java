package io.sidecarfirst.audit;

import io.sidecarfirst.explain.Redacted;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.observed.Crash;
import io.sidecarfirst.observed.GateReport;
import io.sidecarfirst.observed.GateWait;
import io.sidecarfirst.terminal.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Pod whose mains wait for a sidecar now.
 *
 * @param workload as {@code deployment/web}
 * @param failure what the kubelet said last, without what may be a secret; null if it has said nothing that could be
 *     read
 */
public record WaitingPod(
        String namespace,
        String workload,
        String pod,
        String uid,
        Wait waitsFor,
        @Nullable String failure) {

    /** Those that wait longest come first; those of which it is not known come last. */
    static final Comparator<WaitingPod> LONGEST_FIRST = Comparator.<WaitingPod>comparingLong(
                    waiting -> -waiting.waitsFor().seconds())
            .thenComparing(WaitingPod::namespace)
            .thenComparing(WaitingPod::pod);

    /**
     * What it waits for. It holds no part of the Pod's tree, and nothing that may be a secret.
     *
     * @param reason as in the row: the source of the gate, or that it is the author's own
     * @param check what is asked, in a few words
     * @param handler the same as a tree; null if it is of a kind that is not known
     * @param since when the sidecar ran first, as far as the Pod still tells; null if it does not
     * @param seconds how long ago that is; -1 if it is not known
     * @param isLonger whether there were runs before {@code since}, of which nothing is known
     * @param restarts how often the sidecar was restarted
     * @param isInBackOff whether it does not run now, because its gate was used up
     * @param crash that the sidecar ends by itself; null if it does not
     */
    public record Wait(
            String sidecar,
            String reason,
            String check,
            @Nullable Handler handler,
            @Nullable Instant since,
            long seconds,
            boolean isLonger,
            int restarts,
            boolean isInBackOff,
            @Nullable Crash crash) {

        static Wait of(GateWait wait, String reason, Instant now) {
            Optional<Handler> handler = wait.sidecar()
                    .startupProbe()
                    .flatMap(probe ->
                            new Probe(Redacted.probe(probe)).handlers().stream().findFirst());
            Instant since = wait.since();
            return new Wait(
                    wait.sidecar().name(),
                    reason,
                    handler.map(Redacted::describe).orElse("a check of an unknown kind"),
                    handler.orElse(null),
                    since,
                    since == null
                            ? -1
                            : Math.max(0, Duration.between(since, now).toSeconds()),
                    wait.isLonger(),
                    wait.restarts(),
                    wait.isInBackOff(),
                    wait.crash());
        }

        /** The wait for all that a gate container asks; only its log says which of them have not answered. */
        static Wait of(GateReport report, Pod pod, Instant now) {
            String asked = pod.sidecars().stream()
                    .filter(sidecar -> pod.gateCheck(sidecar).isPresent())
                    .map(Container::describe)
                    .collect(Collectors.joining(", "));
            Instant since = report.since();
            return new Wait(
                    GateContainer.NAME,
                    GateMode.CONTAINER.id(),
                    report.phase() == GateReport.Phase.ASKS ? "asks " + asked : report.inWords(),
                    null,
                    since,
                    since == null
                            ? -1
                            : Math.max(0, Duration.between(since, now).toSeconds()),
                    false,
                    0,
                    false,
                    null);
        }

        /** What the kubelet says, without what may be a secret. */
        String redacted(String message) {
            return Redacted.failure(message, handler);
        }

        /** How long, in words, and what has happened meanwhile. */
        String duration() {
            return (seconds < 0 ? "an unknown time" : (isLonger ? "more than " : "") + Durations.seconds(seconds))
                    + (restarts > 0 ? ", restarted " + Durations.count(restarts, "time") : "")
                    + (isInBackOff ? ", in back-off" : "")
                    + (crash == null ? "" : ", crashes (" + crash.end() + ")");
        }
    }
}
