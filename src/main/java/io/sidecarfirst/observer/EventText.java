package io.sidecarfirst.observer;

import io.sidecarfirst.explain.LikelyCause;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.terminal.Durations;
import io.sidecarfirst.terminal.Shortened;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Events say: what is, why, what to do, and the command that tells more. */
final class EventText {
    /**
     * Longer ones would be refused.
     *
     * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event: note</a>
     */
    static final int MAX_LENGTH = 1024;

    /** Of the kubelet's words, in characters; less says nothing. */
    private static final int LEAST_OF_FAILURE = 60;

    /** Of a workload, in characters. */
    private static final int LONGEST_NAME = 80;

    private EventText() {}

    static String of(Finding.Waits waits, Instant now) {
        ObservedPod pod = waits.pod();
        ObservedPod.Sidecar sidecar = waits.sidecar();
        return text(
                held(pod, sidecar, waits.since(), now),
                waits.failure(),
                sidecar.crash() == null,
                " " + outlook(waits, now) + " " + more(pod));
    }

    static String of(Finding.Errs errs, Instant now) {
        return text(
                held(errs.pod(), errs.sidecar(), errs.since(), now),
                errs.failure(),
                true,
                " The check cannot be made at all: the kubelet does not restart the sidecar for that, and the Pod"
                        + " hangs until it is replaced. " + letGo(errs.pod(), errs.sidecar(), errs.outlook()) + " "
                        + more(errs.pod()));
    }

    static String of(Finding.NotReleased kept, Instant now) {
        return text(
                held(kept.pod(), kept.sidecar(), kept.since(), now),
                " " + objection(kept.pod(), kept.sidecar(), kept.outlook()) + " " + more(kept.pod()));
    }

    private static String held(ObservedPod pod, ObservedPod.Sidecar sidecar, Instant since, Instant now) {
        return "The mains wait for the sidecar " + sidecar.name() + ": its gate" + check(sidecar.gate())
                + " has not opened for "
                + Durations.seconds(Duration.between(since, now).toSeconds()) + ", since "
                + since.truncatedTo(ChronoUnit.SECONDS) + "." + crash(pod, sidecar);
    }

    /** What a gate asks, in brackets, after the name of its sidecar or the word for it. */
    static String check(ObservedPod.@Nullable GateOfOurs gate) {
        return gate == null
                ? ""
                : " (" + gate.check() + (gate.isGuess() ? ", guessed from its declared port" : "") + ")";
    }

    private static String crash(ObservedPod pod, ObservedPod.Sidecar sidecar) {
        ObservedPod.CrashedRun crash = sidecar.crash();
        return crash == null
                ? ""
                : " The sidecar does not keep running: it ended (" + crash.end() + ")"
                        + (crash.restarts() == 0
                                ? ""
                                : " and was started again " + Durations.count(crash.restarts(), "time"))
                        + ". Its log tells why: kubectl logs --previous -c " + sidecar.name() + " -n "
                        + pod.namespace() + " " + pod.name() + ".";
    }

    /** What becomes of the gate, and what can be done. */
    private static String outlook(Finding.Waits waits, Instant now) {
        ObservedPod pod = waits.pod();
        ObservedPod.Sidecar sidecar = waits.sidecar();
        return switch (waits.outlook()) {
            case DUE -> {
                long waited = Duration.between(waits.since(), now).toSeconds();
                yield sidecar.gate() == null
                        ? letGo(pod, sidecar, waits.outlook())
                        : due(pod, sidecar, sidecar.gate().releaseAfterSeconds(), waited);
            }
            case SETTLED -> "Its Event GateNotReleased says why this Pod is not replaced.";
            case NOT_OPTED_IN, NO_WEBHOOK, OPEN_ELSEWHERE -> objection(pod, sidecar, waits.outlook());
            case NEVER, OFF, UNKNOWN -> letGo(pod, sidecar, waits.outlook());
        };
    }

    private static String due(ObservedPod pod, ObservedPod.Sidecar sidecar, long after, long waited) {
        String when = (waited < after
                        ? "It is given up after " + Durations.seconds(after) + " of waiting"
                        : "It is given up, as it has not opened within " + Durations.seconds(after))
                + (sidecar.crash() == null
                        ? ""
                        : ", but only when the sidecar has run for "
                                + Durations.seconds(
                                        Observations.settledRun(after).toSeconds()) + " without a crash");
        ObservedPod.Controller controller = pod.controller();
        if (controller != null && controller.replacesItsPods()) {
            return when + ", and this Pod is replaced; else an Event GateNotReleased says why not.";
        }
        if (controller != null && controller.isJob()) {
            return when + ", and this Pod is replaced only if its Job may fail once more; else an Event"
                    + " GateNotReleased says what to do. " + letGo(pod, sidecar, Outlook.DUE);
        }
        return when + ": new Pods do not wait for it then. This one does, and is not replaced, because "
                + (controller == null
                        ? "it has no controller. "
                        : "it is not known what its " + controller.kind() + " would do. ")
                + letGo(pod, sidecar, Outlook.DUE);
    }

    /** Why a gate is not given up. */
    private static String objection(ObservedPod pod, ObservedPod.Sidecar sidecar, Outlook outlook) {
        if (outlook == Outlook.OPEN_ELSEWHERE) {
            return "It is not given up, because the same gate has opened in another Pod of " + workload(pod)
                    + ": something is wrong with this Pod, or its node. Delete the Pod, if it is to be tried again. "
                    + letGo(pod, sidecar, outlook);
        }
        return "It is not given up, because "
                + (outlook == Outlook.NO_WEBHOOK
                        ? "the webhook configuration of sidecar-first is not there"
                        : "the Pod is not opted in now")
                + ": a new Pod comes without this gate, unless the gate is written in its Pod template. "
                + sentence(again(pod)) + ".";
    }

    private static String letGo(ObservedPod pod, ObservedPod.Sidecar sidecar, Outlook outlook) {
        boolean helps = outlook == Outlook.NEVER
                && pod.controller() != null
                && pod.controller().replacesItsPods();
        return "To let the mains go without it, " + annotate(pod, key(sidecar.name(), WellKnown.INJECT) + ": \"false\"")
                + (helps
                        ? "; or " + key(sidecar.name(), WellKnown.RELEASE_AFTER_SECONDS)
                                + ": \"120\", for a gate that is given up when it does not open."
                        : ".");
    }

    /** How to give new Pods an annotation, as a clause. */
    static String annotate(ObservedPod pod, String annotation) {
        ObservedPod.Controller controller = pod.controller();
        if (controller == null) {
            return "create the Pod again with the annotation " + annotation;
        }
        return controller.isJob()
                ? "create the Job again with the annotation " + annotation + " in its Pod template"
                : "give the Pod template of " + workload(pod) + " the annotation " + annotation;
    }

    /** How to come by a new Pod. */
    private static String again(ObservedPod pod) {
        ObservedPod.Controller controller = pod.controller();
        if (controller == null) {
            return "create this one again";
        }
        return controller.isJob() ? "create its Job again" : "delete this one, or restart " + workload(pod);
    }

    /** What people know it by, without an article. */
    static String workload(ObservedPod pod) {
        return pod.controller() == null
                ? "its workload"
                : Shortened.atEnd(pod.controller().workload(), LONGEST_NAME);
    }

    private static String sentence(String clause) {
        return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1);
    }

    /** An annotation of one sidecar. */
    static String key(String sidecar, String name) {
        return sidecar + "." + WellKnown.DOMAIN + "/" + name;
    }

    /** The command that tells more: the end of most texts. */
    static String more(ObservedPod pod) {
        return "More: sidecar-first explain pod/" + pod.name() + " -n " + pod.namespace();
    }

    /** @param details why, in words, by the sidecars' names; where there is none, what the reason means in general */
    static String of(Finding.Skipped skipped, Map<String, String> details) {
        return text(
                skipped.sidecars().stream()
                        .map(sidecar -> "Sidecar " + sidecar.name() + " is not gated (" + sidecar.skipped() + ")"
                                + Optional.ofNullable(details.get(sidecar.name()))
                                        .or(() -> explanation(sidecar.skipped()))
                                        .map(words -> ": " + words)
                                        .orElse("")
                                + ".")
                        .collect(Collectors.joining(" ")),
                " The mains start without waiting for " + it(skipped.sidecars())
                        + ". What to change, if they should: sidecar-first explain pod/"
                        + skipped.pod().name() + " -n " + skipped.pod().namespace());
    }

    private static Optional<String> explanation(@Nullable String reason) {
        return Stream.of(Reason.values())
                .filter(known -> known.id().equals(reason))
                .map(Reason::explanation)
                .findFirst();
    }

    static String of(Finding.Missed missed) {
        return text(
                "Nothing was decided on " + names(missed.sidecars())
                        + " when this Pod was created, although it has opted in: no replica of sidecar-first answered,"
                        + " its webhook configuration was not there, the Pod opted in only later, or another webhook"
                        + " added the sidecar afterwards. The mains started without waiting for "
                        + it(missed.sidecars()) + ".",
                " A new Pod is decided on, if it was not another webhook: " + again(missed.pod()) + ". "
                        + more(missed.pod()));
    }

    private static String names(List<ObservedPod.Sidecar> sidecars) {
        return (sidecars.size() == 1 ? "the sidecar " : "the sidecars ")
                + sidecars.stream().map(ObservedPod.Sidecar::name).collect(Collectors.joining(", "));
    }

    private static String it(List<ObservedPod.Sidecar> sidecars) {
        return sidecars.size() == 1 ? "it" : "them";
    }

    /** A gate was given up, and the Pod goes. */
    static String released(ObservedPod pod, Release release) {
        return text(
                "Pod " + pod.name() + (pod.controller() == null ? "" : " of " + workload(pod)) + " waited "
                        + Durations.seconds(release.afterSeconds()) + " for the sidecar "
                        + release.sidecar() + ", whose gate (" + release.check()
                        + ") did not open. It is given up: this"
                        + " Pod is evicted, and the Pods that replace it do not wait for that sidecar until it is"
                        + " edited. To gate it, say what tells that it is ready, by a readinessProbe or the annotation "
                        + key(release.sidecar(), WellKnown.PROBE) + ".",
                " To try again as it is: sidecar-first release --forget " + release.name());
    }

    /** A gate was given up, and the Pod has to be replaced by a person. */
    static String notEvicted(ObservedPod pod, Release release, GateRelease.Objection objection) {
        return text(
                notOpened(release)
                        + " It is given up: new Pods of this sidecar do not wait for it. This Pod does, and is"
                        + " not evicted: " + objection.why() + ".",
                " " + objection.whatToDo() + " To gate the sidecar as it is again, when this Pod is gone:"
                        + " sidecar-first release --forget " + release.name() + ". " + more(pod));
    }

    /** Gates of this sidecar were given up before, and each time it was another one. */
    static String differsInEachPod(ObservedPod pod, Release release) {
        return text(
                notOpened(release)
                        + " Such a gate was given up several times here, and each time the sidecar was another"
                        + " one: something in its arguments or variables differs from Pod to Pod. So it is not given up"
                        + " again, and this Pod is not evicted.",
                " " + sentence(annotate(pod, key(release.sidecar(), WellKnown.INJECT) + ": \"false\"")) + ". "
                        + more(pod));
    }

    private static String notOpened(Release release) {
        return "The mains wait for the sidecar " + release.sidecar() + ": its gate (" + release.check()
                + ") has not opened for " + Durations.seconds(release.afterSeconds()) + ".";
    }

    /** A gate was given up before this Pod was created, and has been made again. */
    static String madeAgain(ObservedPod pod, Release release) {
        return text(
                "The mains wait for the sidecar " + release.sidecar() + " although its gate (" + release.check()
                        + ") was given up at " + release.at() + ", before this Pod was created. It is not evicted"
                        + " again. Either the gate is written in the Pod template, as by sidecar-first inject, or"
                        + " something changes the sidecar after sidecar-first has decided, such as another webhook.",
                " Take it out there, or "
                        + annotate(pod, key(release.sidecar(), WellKnown.INJECT) + ": \"false\"") + ". "
                        + more(pod));
    }

    /**
     * Where there is too much, the kubelet's words are shortened first.
     *
     * @param isTold whether the words tell the cause
     */
    private static String text(String what, @Nullable String failure, boolean isTold, String whatToDo) {
        if (failure == null) {
            return text(what, whatToDo);
        }
        String says = what + " The kubelet says: ";
        String cause = (failure.endsWith(".") ? "" : ".")
                + LikelyCause.of(failure)
                        .filter(it -> isTold)
                        .map(it -> " " + it.sentence())
                        .orElse("");
        int room = MAX_LENGTH - says.length() - cause.length() - whatToDo.length();
        return text(says + Shortened.inTheMiddle(failure, Math.max(LEAST_OF_FAILURE, room)) + cause, whatToDo);
    }

    /** What to do is never cut: its end is a command. */
    static String text(String what, String whatToDo) {
        return Shortened.atEnd(what, MAX_LENGTH - whatToDo.length()) + whatToDo;
    }
}
