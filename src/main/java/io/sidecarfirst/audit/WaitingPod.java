package io.sidecarfirst.audit;

import io.sidecarfirst.explain.Redacted;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.observed.ContainerState;
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
     * @param since since when, as far as the Pod tells; null if it does not
     * @param seconds how long ago that is; -1 if it is not known
     * @param bound how that is meant
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
            GateWait.Bound bound,
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
                    seconds(since, now),
                    wait.bound(),
                    wait.restarts(),
                    wait.isInBackOff(),
                    wait.crash());
        }

        /** The wait for all that a gate container asks; only its log says which of them have not answered. */
        static Wait of(GateReport report, Pod pod, Instant now) {
            String asked = pod.sidecars().stream()
                    .filter(sidecar -> pod.gateCheck(sidecar).isPresent())
                    .map(sidecar -> sidecar.describe() + crash(pod, sidecar, now))
                    .collect(Collectors.joining(", "));
            Instant since = report.since();
            return new Wait(
                    GateContainer.NAME,
                    GateMode.CONTAINER.id(),
                    report.phase() == GateReport.Phase.ASKS ? "asks " + asked : report.inWords(),
                    null,
                    since,
                    seconds(since, now),
                    GateWait.Bound.EXACT,
                    0,
                    false,
                    null);
        }

        private static long seconds(@Nullable Instant since, Instant now) {
            return since == null ? -1 : Math.max(0, Duration.between(since, now).toSeconds());
        }

        /** A gate container waits for it all the same. */
        private static String crash(Pod pod, Container sidecar, Instant now) {
            return Crash.of(
                            ContainerState.ofInit(pod, sidecar.name()),
                            sidecar.startupProbe().orElse(null),
                            now)
                    .map(crash -> " (crashes, " + crash.end() + ")")
                    .orElse("");
        }

        /** What the kubelet says, without what may be a secret. */
        String redacted(String message) {
            return Redacted.failure(message, handler);
        }

        private String time() {
            if (seconds < 0) {
                return "an unknown time";
            }
            return (bound == GateWait.Bound.AT_LEAST ? "more than " : "")
                    + Durations.seconds(seconds)
                    + (bound == GateWait.Bound.AT_MOST ? " at most" : "");
        }

        /** How long, in words, and what has happened meanwhile. */
        String duration() {
            return time()
                    + (restarts > 0 ? ", restarted " + Durations.count(restarts, "time") : "")
                    + (isInBackOff ? ", in back-off" : "")
                    + (crash == null ? "" : ", crashes (" + crash.end() + ")");
        }
    }
}
