package io.sidecarfirst.observer;

import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.observed.PulledImage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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
     */
    record Waits(
            ObservedPod pod,
            ObservedPod.Sidecar sidecar,
            Instant since,
            @Nullable String failure,
            Outlook outlook) implements Finding {}

    /** The check of a gate cannot even be made: the kubelet neither lets the Pod go on nor restarts the sidecar. */
    record Errs(
            ObservedPod pod,
            ObservedPod.Sidecar sidecar,
            Instant since,
            @Nullable String failure,
            Outlook outlook) implements Finding {}

    /** A gate is not given up, although it has not opened for as long as was set for it. */
    record NotReleased(ObservedPod pod, ObservedPod.Sidecar sidecar, Instant since, Outlook outlook)
            implements Finding {}

    /** A gate is to be given up: it has not opened for as long as was set for it. */
    record ReleaseDue(ObservedPod pod, String sidecar, Instant since) implements Finding {}

    /**
     * The mains wait for the gate container for longer than the threshold. It is never given up by the observer, and
     * its Pod never evicted for it: it gives up by itself what is a guess.
     *
     * @param since when they began to
     */
    record WaitsForContainer(ObservedPod pod, ObservedGateContainer container, Instant since) implements Finding {}

    /**
     * The gate container has ended without an answer of some sidecars.
     *
     * @param sidecars which; at least one
     */
    record GivenUp(ObservedPod pod, List<ObservedGateContainer.Asked> sidecars) implements Finding {
        public GivenUp {
            sidecars = List.copyOf(sidecars);
        }
    }

    /** Sidecars were not gated, with a warning that went to whoever created the Pod. */
    record Skipped(ObservedPod pod, List<ObservedPod.Sidecar> sidecars) implements Finding {
        public Skipped {
            sidecars = List.copyOf(sidecars);
        }

        /**
         * Why, in words, for each sidecar whose reason is the same still: something may have changed since.
         *
         * @param plan what would be decided on the Pod now
         */
        Map<String, String> details(Plan plan) {
            Map<String, String> details = new HashMap<>();
            for (Verdict verdict : plan.verdicts()) {
                String name = verdict.sidecar().name();
                if (verdict instanceof Verdict.Skipped skipped
                        && sidecars.stream()
                                .anyMatch(it -> it.name().equals(name)
                                        && skipped.reason().id().equals(it.skipped()))) {
                    details.put(name, skipped.detail());
                }
            }
            return details;
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
    record Passed(ObservedPod pod, ObservedPod.GateOfOurs gate, Duration took) implements Finding {}

    /**
     * The mains have started, as it was seen.
     *
     * @param took from when the last gate opened
     */
    record Followed(ObservedPod pod, Duration took) implements Finding {}

    /**
     * The mains have started so long after the last gate that their images may have been pulled meanwhile; the kubelet
     * is to be asked.
     *
     * @param took from when the last gate opened
     * @param seenAt when they were seen to run
     */
    record StartedLate(ObservedPod pod, Duration took, Instant seenAt) implements Finding {

        /**
         * How much of it were pulls. A kubelet pulls the images of mains only when the init containers are done, so
         * what it has pulled for them came after the gate; but it may have come to the same gate more than once.
         *
         * @param events the Pod's
         * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior">Init
         *     containers: detailed behavior</a>
         */
        Duration pulls(List<JsonNode> events) {
            Duration pulls = PulledImage.ofMains(events);
            return pulls.compareTo(took) < 0 ? pulls : took;
        }
    }
}
