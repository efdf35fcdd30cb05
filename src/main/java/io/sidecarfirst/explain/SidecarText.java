package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.observed.StatusEntry;
import io.sidecarfirst.terminal.Durations;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is said of one sidecar, in sentences. */
final class SidecarText {
    private SidecarText() {}

    /**
     * Why it is gated or not.
     *
     * @param existingGate the gate that this project has made before, if it is left as it is
     * @param guess the port that its gate guesses; null where it is no guess
     */
    static String why(Pod pod, Verdict verdict, StatusEntry.@Nullable Gated existingGate, @Nullable GuessedPort guess) {
        if (verdict instanceof Verdict.Gated gated) {
            return gated(pod, gated) + guess(guess, gated.byProbe() ? " on the Pod's address" : "");
        }
        Verdict.Skipped skipped = (Verdict.Skipped) verdict;
        if (existingGate != null) {
            String gate = existingGate.source() + " (" + existingGate.timing() + ")";
            return skipped.reason() == Reason.OPTED_OUT
                    ? sentence(skipped.detail())
                            + ", but its startupProbe is the gate that sidecar-first has made before from its " + gate
                            + ": the mains still wait for it."
                    : "Its startupProbe is the gate that sidecar-first has made from its " + gate + "."
                            + guess(guess, " on the Pod's address");
        }
        if (skipped.reason() == Reason.ALREADY_GATED) {
            return "It has a startupProbe of its own, which is never changed. The mains wait for it.";
        }
        return sentence(skipped.detail()) + ". "
                + (skipped.sidecar().startupProbe().isPresent()
                        ? "Its startupProbe stays, and the mains wait for it."
                        : "The mains start as soon as it runs.");
    }

    /** Why it gets a startupProbe although a gate container is wanted; empty where that is said of the whole Pod. */
    static String notAskedFromInside(Plan plan, Verdict.Gated gated) {
        GateContainer container = plan.gateContainer();
        if (!gated.byProbe()) {
            return "";
        }
        if (!gated.handler().network()) {
            return " It gets a startupProbe, because a gate container cannot run a command in another container.";
        }
        return container == null
                ? ""
                : " It gets a startupProbe, because "
                        + (gated.sidecar().index() > container.index()
                                ? "the gate container asks only those before it."
                                : "an init container before that one may need it, or its check is too long.");
    }

    private static String guess(@Nullable GuessedPort guess, String where) {
        if (guess == null) {
            return "";
        }
        return " That is a guess: a declared port need not be one that answers" + where
                + (guess.isProbed() ? "; its livenessProbe, which asks the same port, speaks for it." : ".");
    }

    private static String gated(Pod pod, Verdict.Gated gated) {
        Container sidecar = gated.sidecar();
        SidecarOverrides asked = SidecarOverrides.of(pod, sidecar);
        String port = gated.handler().port().map(Object::toString).orElse("");
        return switch (gated.source()) {
            case PROBE -> "An annotation gives the check: the mains wait until it passes.";
            case READINESS_PROBE ->
                "It has a readinessProbe, its author's own word for \"ready\": the mains wait for the same check"
                        + (asked.source() != null ? ", as an annotation asks." : ".");
            case PORT -> {
                if (asked.port() != null) {
                    yield "An annotation names the port " + port
                            + ": the mains wait until something accepts connections there.";
                }
                yield (asked.source() != null
                                ? "An annotation asks for the port, and it declares "
                                : "It has no readinessProbe, and declares the TCP port ")
                        + port + ": the mains wait until something accepts connections there.";
            }
            case LIVENESS_PROBE ->
                "An annotation asks for its livenessProbe. That says \"alive\", which may come before ready.";
        };
    }

    /** A clause as the start of a sentence; one that starts with the name of a program stays small. */
    private static String sentence(String clause) {
        int end = clause.indexOf(' ');
        String word = end < 0 ? clause : clause.substring(0, end);
        return word.chars().allMatch(Character::isLetter)
                ? clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1)
                : clause;
    }

    /**
     * What this project would do now in place of a gate that it has made before, and that stays until it is removed.
     */
    static String outdated(Target target, ExistingGate gate) {
        return "Decided now, it would be "
                + (gate.now() instanceof Verdict.Gated gated
                        ? "gated by its " + gated.source() + ": "
                                + (gated.byProbe()
                                        ? Redacted.describe(new Probe(gated.probe()))
                                        : Redacted.describe(gated.handler()) + ", which the gate container asks")
                        : notGated((Verdict.Skipped) gate.now()))
                + ". To have that, "
                + (target.isLive()
                        ? "create the Pod again, as kubectl rollout restart does; a startupProbe that inject wrote"
                                + " into the manifest has to be taken out there first."
                        : "remove its startupProbe from the manifest and inject again.");
    }

    private static String notGated(Verdict.Skipped skipped) {
        return "not gated (" + skipped.reason() + ": " + skipped.detail() + ")";
    }

    /**
     * What happens when it never passes its startupProbe.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy">Restart policy
     *     and back-off</a>
     */
    static String ifNeverReady(Target target, BlockingProbe blockingProbe) {
        String name = blockingProbe.sidecar().describe();
        Releasing.OfGate release = blockingProbe.release();
        StringBuilder text = new StringBuilder("The mains do not start, and the Pod stays Pending. ");
        if (release.isGivenUp()) {
            return text.append(givenUp(target, blockingProbe)).toString();
        }
        text.append("After ")
                .append(Durations.seconds(blockingProbe.longestWaitSeconds()))
                .append(" the kubelet kills ")
                .append(name)
                .append(" and starts it again, from then on with a back-off of 10 seconds that doubles up to 5 minutes;"
                        + " the mains go on waiting.");
        boolean isJob = target.job().isPresent();
        switch (target.restartPolicy()) {
            case "Never" ->
                text.append(" The Pod's restartPolicy Never does not count for a sidecar, which is restarted for ever")
                        .append(
                                !isJob
                                        ? "."
                                        : target.hasDeadline()
                                                ? ", until the Job's activeDeadlineSeconds end it."
                                                : ": the Job neither fails nor ends by itself.");
            case "OnFailure" ->
                text.append(
                        isJob
                                ? " Each restart counts towards the Job's backoffLimit, at which the Job fails."
                                : " It is restarted for ever.");
            default -> text.append(" It is restarted for ever. ").append(replacement(target.controller()));
        }
        if (release.mayBeGivenUp()) {
            text.append(" Where an observer runs, it gives the gate up after ")
                    .append(Durations.seconds(release.seconds()))
                    .append(
                            target.controller() == null
                                    ? ": for new Pods, not for this one."
                                    : ", and evicts the Pod if something replaces it.");
        }
        return text.toString();
    }

    /** What the observer does then, and what keeps it from that; docs/observer.md has all of it. */
    private static String givenUp(Target target, BlockingProbe blockingProbe) {
        String name = blockingProbe.sidecar().describe();
        String goOn = "the mains go on waiting, and after " + Durations.seconds(blockingProbe.longestWaitSeconds())
                + " the kubelet restarts " + name + ".";
        String kind = target.controller() == null ? "" : target.controller().kind();
        return "When they have waited for "
                + Durations.seconds(blockingProbe.release().seconds()) + ", and " + name
                + " runs, the observer gives the gate up: new Pods do not wait for " + name + ". "
                + switch (kind) {
                    case "" ->
                        "It does not evict this Pod, because nothing would replace it: delete it and create it again."
                                + " Until then " + goOn;
                    case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController" ->
                        "It evicts the Pod that waits, and the " + kind + " replaces it. It does nothing while " + name
                                + " crashes, or where the same gate has opened in another Pod of the " + kind
                                + ": then "
                                + goOn;
                    case "Job", "CronJob" ->
                        "It evicts the Pod that waits, and the Job replaces it. Where that could make the Job fail for"
                                + " good, it does not, and an Event says so: delete the Job and create it again. Until"
                                + " then " + goOn;
                    default ->
                        "It evicts the Pod that waits, if its own controller is one of Kubernetes' that replaces it."
                                + " Else an Event says what to do, and " + goOn;
                };
    }

    /**
     * Who replaces a Pod that waits. None does because of the waiting.
     *
     * @see <a
     *     href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">StatefulSet:
     *     forced rollback</a>
     */
    private static String replacement(Target.@Nullable Controller controller) {
        String kind = controller == null ? "" : controller.origin().kind();
        return switch (kind) {
            case "" -> "Nobody replaces the Pod.";
            case "Deployment", "DaemonSet" -> "The " + kind + " replaces the Pod only when its template changes.";
            case "StatefulSet" ->
                "The StatefulSet does not replace the Pod, not even when its template changes: then delete it.";
            case "ReplicaSet", "ReplicationController" -> "The " + kind + " does not replace the Pod: delete it.";
            default -> "As a rule its controller does not replace the Pod before its template changes.";
        };
    }
}
