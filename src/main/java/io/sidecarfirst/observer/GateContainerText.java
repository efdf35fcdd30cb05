package io.sidecarfirst.observer;

import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.observed.GateReport;
import io.sidecarfirst.terminal.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Events say of a gate container. */
final class GateContainerText {
    private GateContainerText() {}

    static String of(Finding.WaitsForContainer waits, Instant now) {
        ObservedPod pod = waits.pod();
        ObservedGateContainer container = waits.container();
        String held = "The mains wait for the gate container " + GateContainer.NAME + ", for "
                + Durations.seconds(Duration.between(waits.since(), now).toSeconds()) + " now, since "
                + waits.since().truncatedTo(ChronoUnit.SECONDS) + ". ";
        String asked = described(container.asked());
        return switch (container.phase()) {
            case CANNOT_START ->
                EventText.text(
                        held + "It cannot start (" + container.reason() + "), and has yet to ask " + asked + ".",
                        " Why not: kubectl describe pod " + pod.name() + " -n " + pod.namespace()
                                + ". To gate by startupProbes instead, "
                                + EventText.annotate(pod, WellKnown.DOMAIN + "/" + WellKnown.GATE + ": probe")
                                + ", and take the container out of the manifest if it is written there.");
            case FAILED ->
                EventText.text(
                        held + "It has failed (" + container.reason() + ") and is started again. It asks " + asked
                                + ".",
                        " Its log may tell why: " + log(pod) + letGo(pod));
            case ASKS, NOT_STARTED, OPEN ->
                EventText.text(
                        held + "It asks " + asked + ", and not all of that has answered.",
                        " Its log tells what has not, and why: " + log(pod) + letGo(pod));
        };
    }

    private static String log(ObservedPod pod) {
        return "kubectl logs " + pod.name() + " -c " + GateContainer.NAME + " -n " + pod.namespace();
    }

    private static String letGo(ObservedPod pod) {
        return ". To let the mains go without a sidecar, "
                + EventText.annotate(pod, EventText.key("SIDECAR", WellKnown.INJECT) + ": \"false\"") + ".";
    }

    private static String described(List<ObservedGateContainer.Asked> asked) {
        return asked.isEmpty()
                ? "no sidecar"
                : (asked.size() == 1 ? "the sidecar " : "the sidecars ")
                        + asked.stream().map(GateContainerText::described).collect(Collectors.joining(", "));
    }

    private static String described(ObservedGateContainer.Asked asked) {
        long release = asked.gate().releaseAfterSeconds();
        return asked.sidecar()
                + EventText.check(asked.gate())
                + (release == 0 ? "" : " for up to " + Durations.seconds(release));
    }

    static String of(Finding.GivenUp givenUp) {
        ObservedPod pod = givenUp.pod();
        ObservedGateContainer.Asked first = givenUp.sidecars().get(0);
        return EventText.text(
                "The gate container of Pod " + pod.name()
                        + (pod.controller() == null ? "" : " of " + EventText.workload(pod))
                        + " has ended, and the mains do not wait for what did not answer: "
                        + givenUp.sidecars().stream()
                                .map(GateContainerText::givenUp)
                                .collect(Collectors.joining("; "))
                        + ".",
                " " + whatToDo(pod, first) + "; or, if the mains need not wait for it, "
                        + EventText.key(first.sidecar(), WellKnown.INJECT) + ": \"false\". " + EventText.more(pod));
    }

    private static String givenUp(ObservedGateContainer.Asked asked) {
        return "sidecar " + asked.sidecar() + EventText.check(asked.gate())
                + Optional.ofNullable(asked.answer())
                        .map(answer -> " " + answer.inWords())
                        .orElse("");
    }

    /** Of the first one: of others it is the same. */
    private static String whatToDo(ObservedPod pod, ObservedGateContainer.Asked first) {
        if (first.answer() != null && first.answer().outcome() == GateReport.Outcome.NOT_UNDERSTOOD) {
            return "To have " + first.sidecar() + " asked, take a gate image of the webhook's own version";
        }
        return first.gate().isGuess()
                ? "To gate " + first.sidecar() + ", say what tells that it is ready: give it a readinessProbe, or "
                        + EventText.annotate(pod, EventText.key(first.sidecar(), WellKnown.PORT)) + " with its port"
                : "To wait for " + first.sidecar() + " longer, "
                        + EventText.annotate(pod, EventText.key(first.sidecar(), WellKnown.RELEASE_AFTER_SECONDS));
    }
}
