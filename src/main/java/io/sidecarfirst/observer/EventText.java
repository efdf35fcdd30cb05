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

    private EventText() {}

    static String of(Finding.Waits waits, Instant now) {
        ObservedPod.Sidecar sidecar = waits.sidecar();
        String ending = waits.releaseAfterSeconds() > 0
                ? " It is given up if it has not opened after " + Durations.seconds(waits.releaseAfterSeconds()) + "."
                : " " + letGo(sidecar.name());
        return text(held(sidecar, waits.since(), now), waits.failure(), ending + " " + more(waits.pod()));
    }

    static String of(Finding.Errs errs, Instant now) {
        return text(
                held(errs.sidecar(), errs.since(), now),
                errs.failure(),
                " The check cannot be made at all: the kubelet does not restart the sidecar for that, and the Pod"
                        + " hangs until it is replaced. " + letGo(errs.sidecar().name()) + " " + more(errs.pod()));
    }

    private static String held(ObservedPod.Sidecar sidecar, Instant since, Instant now) {
        return "The mains wait for the sidecar " + sidecar.name() + ": its gate" + check(sidecar.gate())
                + " has not opened for "
                + Durations.seconds(Duration.between(since, now).toSeconds()) + ", since "
                + since.truncatedTo(ChronoUnit.SECONDS) + ".";
    }

    private static String check(ObservedPod.@Nullable GateOfOurs gate) {
        return gate == null
                ? ""
                : " (" + gate.check() + (gate.isGuess() ? ", guessed from its declared port" : "") + ")";
    }

    private static String letGo(String sidecar) {
        return "To let the mains go without it, give the Pod template the annotation " + key(sidecar, WellKnown.INJECT)
                + ": \"false\"; or " + key(sidecar, WellKnown.RELEASE_AFTER_SECONDS)
                + ": \"120\", for a gate that is given up when it does not open.";
    }

    private static String key(String sidecar, String name) {
        return sidecar + "." + WellKnown.DOMAIN + "/" + name;
    }

    private static String more(ObservedPod pod) {
        return "More: sidecar-first explain pod/" + pod.name() + " -n " + pod.namespace();
    }

    static String of(Finding.Skipped skipped) {
        return text(
                skipped.sidecars().stream()
                        .map(sidecar -> "Sidecar " + sidecar.name() + " is not gated (" + sidecar.skipped() + ")"
                                + explanation(sidecar.skipped())
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
                        + " when this Pod was created, although it has opted"
                        + " in: no replica of sidecar-first answered, it opted in only later, or another webhook added"
                        + " the sidecar afterwards. The mains started without waiting for " + it(missed.sidecars())
                        + ".",
                " A new Pod is decided on: delete this one, or restart its workload. " + more(missed.pod()));
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
                "Pod " + pod.name() + " waited " + Durations.seconds(release.afterSeconds()) + " for the sidecar "
                        + release.sidecar() + ", whose gate (" + release.check()
                        + ") did not open. It is given up: this"
                        + " Pod is evicted, and the Pods that replace it do not wait for that sidecar until it is"
                        + " edited. To gate it, say what tells that it is ready, by a readinessProbe or the annotation "
                        + key(release.sidecar(), WellKnown.PROBE) + ".",
                " To try again as it is: sidecar-first release --forget " + release.name());
    }

    /**
     * A gate was given up, and the Pod has to be replaced by a person.
     *
     * @param why it is not evicted, as a clause
     */
    static String notEvicted(ObservedPod pod, Release release, String why) {
        return text(
                notOpened(release)
                        + " It is given up: new Pods of this sidecar do not wait for it. This Pod does, and is"
                        + " not evicted: " + why + ".",
                " Delete it and create it again, if it does not come up. To gate the sidecar as it is again:"
                        + " sidecar-first release --forget " + release.name() + ". " + more(pod));
    }

    /** Gates of this sidecar were given up before, and each time it was another one. */
    static String differsInEachPod(ObservedPod pod, Release release) {
        return text(
                notOpened(release)
                        + " Such a gate was given up several times here, and each time the sidecar was another"
                        + " one: something in its arguments or variables differs from Pod to Pod. So it is not given up"
                        + " again, and this Pod is not evicted.",
                " Give the Pod template the annotation " + key(release.sidecar(), WellKnown.INJECT) + ": \"false\". "
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
                " Take it out there, or give the Pod template the annotation "
                        + key(release.sidecar(), WellKnown.INJECT) + ": \"false\". " + more(pod));
    }

    /** Where there is too much, the kubelet's words are shortened first. */
    private static String text(String what, @Nullable String failure, String whatToDo) {
        if (failure == null) {
            return text(what, whatToDo);
        }
        String says = what + " The kubelet says: ";
        String cause = (failure.endsWith(".") ? "" : ".")
                + LikelyCause.of(failure).map(it -> " " + it.sentence()).orElse("");
        int room = MAX_LENGTH - says.length() - cause.length() - whatToDo.length();
        return text(says + Shortened.inTheMiddle(failure, Math.max(LEAST_OF_FAILURE, room)) + cause, whatToDo);
    }

    /** What to do is never cut: its end is a command. */
    private static String text(String what, String whatToDo) {
        return Shortened.atEnd(what, MAX_LENGTH - whatToDo.length()) + whatToDo;
    }
}
