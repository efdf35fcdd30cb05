package io.sidecarfirst.observer;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something about a Pod that is to be said, asked or done. */
sealed interface Finding {
    ObservedPod pod();

    /** The kubelet's own words about the gate are wanted. */
    record Unexplained(ObservedPod pod, String sidecar) implements Finding {}

    /**
     * The mains wait on a gate for longer than the threshold.
     *
     * @param since when the sidecar ran first
     * @param failure the kubelet's words about the last failure, without secrets; null if it has said none
     * @param releaseAfterSeconds after how many seconds of waiting it is given up; 0: never
     */
    record Waits(
            ObservedPod pod,
            ObservedPod.Sidecar sidecar,
            Instant since,
            @Nullable String failure,
            long releaseAfterSeconds)
            implements Finding {}

    /** The check of a gate cannot even be made: the kubelet neither lets the Pod go on nor restarts the sidecar. */
    record Errs(
            ObservedPod pod,
            ObservedPod.Sidecar sidecar,
            Instant since,
            @Nullable String failure) implements Finding {}

    /** A gate is to be given up: it has not opened for as long as was set for it. */
    record ReleaseDue(ObservedPod pod, String sidecar, Instant since) implements Finding {}

    /** Sidecars were not gated, with a warning that went to whoever created the Pod. */
    record Skipped(ObservedPod pod, List<ObservedPod.Sidecar> sidecars) implements Finding {
        public Skipped {
            sidecars = List.copyOf(sidecars);
        }
    }

    /** Nobody decided on sidecars, although the Pod has opted in. */
    record Missed(ObservedPod pod, List<ObservedPod.Sidecar> sidecars) implements Finding {
        public Missed {
            sidecars = List.copyOf(sidecars);
        }
    }

    /**
     * A gate has opened, as it was seen.
     *
     * @param took from the sidecar's start on
     */
    record Passed(ObservedPod pod, Duration took) implements Finding {}

    /**
     * The mains have started, as it was seen.
     *
     * @param took from when the last gate opened
     */
    record Followed(ObservedPod pod, Duration took) implements Finding {}
}
