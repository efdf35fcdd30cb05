package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a Pod of a cluster says of one sidecar.
 *
 * @param decided what was decided when the Pod was created, or why nothing was
 * @param now the container's state
 * @param isWaitedFor whether it has a startupProbe that has not passed: the mains wait for it
 */
public record Life(String decided, String now, boolean isWaitedFor) {

    private static final String ONE_OF_THREE =
            "nothing: the Pod was created before its namespace opted in, or while no replica of sidecar-first answered,"
                    + " or it has not opted in";

    /** Whether a tree is a Pod that a cluster runs, or has taken at least: a manifest has neither a uid nor a phase. */
    public static boolean isLive(Pod pod) {
        return !pod.root().path("metadata").path("uid").asString("").isEmpty()
                || !pod.root().path("status").path("phase").asString("").isEmpty();
    }

    /** Why nothing of a Pod starts any more, as a sentence; empty while it may. */
    public static Optional<String> end(Pod pod) {
        String phase = pod.root().path("status").path("phase").asString("");
        if (phase.equals("Succeeded") || phase.equals("Failed")) {
            return Optional.of("The Pod has ended (" + phase + "): nothing in it starts any more.");
        }
        String since = pod.root().path("metadata").path("deletionTimestamp").asString("");
        return since.isEmpty()
                ? Optional.empty()
                : Optional.of("The Pod is being deleted (until " + since + "): nothing in it starts any more.");
    }

    static Life of(Target target, Verdict verdict, Instant now) {
        Container sidecar = verdict.sidecar();
        JsonNode status = ContainerState.status(target.pod(), "initContainerStatuses", sidecar.name());
        boolean isWaitedFor = isWaitedFor(target.pod(), sidecar);
        return new Life(
                decided(target, verdict),
                ContainerState.inWords(status, now, sidecar.startupProbe().isPresent())
                        + Optional.ofNullable(target.failures().get(sidecar.name()))
                                .filter(failure -> isWaitedFor)
                                .map(failure -> ". The kubelet says: " + Redacted.failure(failure, handler(sidecar)))
                                .orElse(""),
                isWaitedFor);
    }

    /** Whether it has a startupProbe that has not passed, in a Pod that a cluster has. */
    public static boolean isWaitedFor(Pod pod, Container sidecar) {
        return isLive(pod)
                && end(pod).isEmpty()
                && sidecar.startupProbe().isPresent()
                && !ContainerState.status(pod, "initContainerStatuses", sidecar.name())
                        .path("started")
                        .asBoolean(false);
    }

    private static Optional<Handler> handler(Container sidecar) {
        return sidecar.startupProbe().flatMap(probe -> probe.handlers().stream().findFirst());
    }

    /** One line for each main container. */
    static List<String> mains(Pod pod, Instant now) {
        List<String> lines = new ArrayList<>();
        for (JsonNode container : pod.root().path("spec").path("containers")) {
            String name = container.path("name").asString("");
            lines.add(name + ": "
                    + ContainerState.inWords(
                            ContainerState.status(pod, "containerStatuses", name),
                            now,
                            !container.path("startupProbe").isMissingNode()));
        }
        return lines;
    }

    private static String decided(Target target, Verdict verdict) {
        Container sidecar = verdict.sidecar();
        boolean holds = sidecar.startupProbe().isPresent();
        StatusEntry entry = StatusEntry.of(target.pod(), sidecar.name());
        if (entry instanceof StatusEntry.Gated gated) {
            if (StatusEntry.gate(target.pod(), sidecar).isPresent()) {
                return "gated by its " + gated.source() + ", every " + InWords.seconds(gated.periodSeconds())
                        + ", up to " + InWords.count(gated.failureThreshold(), "time");
            }
            return "the status annotation says gated, but there is "
                    + (holds ? "another startupProbe than it tells of" : "no startupProbe")
                    + ": the annotation is a copy from another Pod";
        }
        if (entry instanceof StatusEntry.Skipped skipped) {
            return "not gated (" + skipped.reason() + ")"
                    + skipped.explanation().map(words -> ": " + words).orElse("");
        }
        if (holds) {
            return "nothing by sidecar-first: the startupProbe is the author's, or another webhook's";
        }
        if (entry instanceof StatusEntry.NoEntry) {
            return "nothing: the Pod's status annotation does not name it. Another webhook added it after sidecar-first"
                    + " had decided";
        }
        return untouched(target, verdict);
    }

    private static String untouched(Target target, Verdict verdict) {
        if (verdict instanceof Verdict.Skipped skipped
                && (skipped.reason() == Reason.OPTED_OUT || skipped.reason() == Reason.MIRROR_POD)) {
            return "nothing: " + skipped.detail();
        }
        if (target.reach().isEmpty()) {
            return ONE_OF_THREE;
        }
        Reach reach = target.reach().get();
        if (reach.installed() instanceof Installed.Nothing) {
            return "nothing by this Pod's status; nothing of sidecar-first is installed in this cluster now";
        }
        if (reach.isLeftOut()) {
            return "nothing: Pods of this namespace are left out now, whatever its labels";
        }
        return switch (reach.optedIn()) {
            case NO -> "nothing: neither the namespace nor the Pod is opted in now";
            case YES ->
                "nothing, although it is opted in by now: the Pod was created before that, or "
                        + (reach.installed() instanceof Installed.Policy
                                ? "before the policy was applied, or an expression of the policy failed"
                                : "while no replica of sidecar-first answered");
            case UNKNOWN -> ONE_OF_THREE;
        };
    }
}
