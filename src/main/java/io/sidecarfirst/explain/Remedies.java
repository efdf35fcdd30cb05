package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.PortReference;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.OptIn;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.observed.StatusEntry;
import io.sidecarfirst.proposal.ProposedCheck;
import io.sidecarfirst.proposal.Trial;
import io.sidecarfirst.terminal.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What to change for another decision: the very annotations to write for one sidecar. Each one has been tried: what the
 * decision would refuse, or take only with a warning, is not advised.
 */
final class Remedies {
    private static final long MINUTES_5 = 300;
    private static final int MINUTES_10 = 600;

    private final Pod pod;
    private final Container sidecar;
    private final Trial trial;
    private final Supplier<Optional<ProposedCheck>> check;
    private final List<Explanation.Remedy> remedies = new ArrayList<>();

    /** Whether the check of its program is advised as its own readinessProbe; another one need not be, then. */
    private boolean hasReadinessProbe;

    private Remedies(Gate gate, Programs programs, Pod pod, Container sidecar) {
        this.pod = pod;
        this.sidecar = sidecar;
        this.trial = new Trial(gate, pod, sidecar);
        this.check = () -> ProposedCheck.of(gate, programs, pod, sidecar);
    }

    /**
     * The changes that help.
     *
     * @param existingGate the gate that this project has made before, if it is left as it is
     * @param isGuess whether the gate is a guess
     */
    static List<Explanation.Remedy> of(
            Gate gate,
            Programs programs,
            Target target,
            Verdict verdict,
            StatusEntry.@Nullable Gated existingGate,
            @Nullable BlockingProbe blockingProbe,
            @Nullable AskedFromInside fromInside,
            @Nullable LiveStatus liveStatus,
            boolean isGuess) {
        if (verdict.sidecar().name().isEmpty()) {
            return List.of(Explanation.Remedy.advice("give it a name: Kubernetes refuses a container without one"));
        }
        Coverage coverage = target.coverage();
        if (liveStatus != null
                && verdict instanceof Verdict.Gated
                && (fromInside == null || !fromInside.isThere())
                && coverage != null
                && coverage.labelToSet() != null) {
            return List.of(Explanation.Remedy.advice(coverage.labelToSet().sentence()));
        }
        Remedies remedies = new Remedies(gate, programs, target.pod(), verdict.sidecar());
        if (fromInside != null) {
            remedies.fromInside(fromInside);
            if (isGuess) {
                remedies.checkOfProgram();
            }
            if (liveStatus != null && liveStatus.likelyCause() != null && isGuess) {
                remedies.anyPort("wait for the port that answers when it is ready (a number)");
            }
        } else if (verdict instanceof Verdict.Gated gated) {
            remedies.gated(gated.source(), Objects.requireNonNull(blockingProbe));
            remedies.otherRelease(target, blockingProbe.release());
            if (isGuess) {
                remedies.checkOfProgram();
            }
        } else if (existingGate != null && isOptedOut(verdict)) {
            remedies.advise("take its startupProbe out of the manifest: it is opted out, and gets no other");
        } else if (existingGate != null) {
            remedies.gated(existingGate.source(), Objects.requireNonNull(blockingProbe));
            if (target.isLive()) {
                remedies.otherRelease(target, blockingProbe.release());
            }
            if (isGuess) {
                remedies.checkOfProgram();
            }
            if (liveStatus != null && liveStatus.likelyCause() == LikelyCause.NOBODY_LISTENS) {
                remedies.containerInstead();
                remedies.commandInContainer("if it listens on loopback, give it a readinessProbe");
            }
            remedies.advise("with any of these, take "
                    + (target.isLive() ? "a startupProbe" : "its startupProbe")
                    + " out of the manifest: one that is there is never changed");
        } else if (verdict instanceof Verdict.Skipped skipped) {
            remedies.skipped(skipped);
        }
        return List.copyOf(remedies.remedies);
    }

    /** Whether it is skipped because of that. Of a gate that exists, the reason and the remedies then say all. */
    static boolean isOptedOut(Verdict verdict) {
        return verdict instanceof Verdict.Skipped skipped && skipped.reason() == Reason.OPTED_OUT;
    }

    private String key(String name) {
        return sidecar.name() + "." + WellKnown.DOMAIN + "/" + name;
    }

    private void advise(String text) {
        remedies.add(Explanation.Remedy.advice(text));
    }

    private void gated(SourceKind source, BlockingProbe blockingProbe) {
        notAtAll();
        otherBudget(blockingProbe);
        blockingProbe.handler().ifPresent(handler -> otherSource(source, handler));
        if (blockingProbe.handler().filter(handler -> !handler.network()).isPresent()) {
            String period = Integer.toString(Math.max(2, blockingProbe.probe().periodSeconds() * 2));
            trial.gate(set("period-seconds", period))
                    .filter(Verdict.Gated::byProbe)
                    .ifPresent(gated -> remedies.add(
                            Explanation.Remedy.set(key("period-seconds"), period, "start the command half as often")));
        }
    }

    private void fromInside(AskedFromInside asked) {
        notAtAll();
        otherSource(asked.gated().source(), asked.gated().handler());
        if (asked.givenUpAfterSeconds() == 0) {
            int seconds = ReleaseAfter.DEFAULTS.guessedSeconds();
            release(seconds, "give it up, if it has not answered after " + Durations.seconds(seconds));
        } else {
            release(MINUTES_10, "give it up only after " + Durations.seconds(MINUTES_10) + "; \"0\" never");
        }
        String key = WellKnown.DOMAIN + "/" + WellKnown.GATE;
        trial.gate(change -> change.withoutGateContainer().annotate(key, GateMode.PROBE.id()))
                .filter(Verdict.Gated::byProbe)
                .ifPresent(gated -> remedies.add(Explanation.Remedy.set(
                        key,
                        GateMode.PROBE.id(),
                        "all sidecars of the Pod by startupProbes instead"
                                + (asked.isThere()
                                        ? ", where no " + GateContainer.NAME + " is written in the manifest"
                                        : ""))));
    }

    private void notAtAll() {
        if (trial.verdict(set("inject", "false")).filter(Remedies::isOptedOut).isPresent()) {
            remedies.add(Explanation.Remedy.set(
                    key("inject"), "false", "do not gate it: the mains start as soon as it runs"));
        }
    }

    private void otherSource(SourceKind source, Handler handler) {
        if (source == SourceKind.PORT) {
            Optional<Integer> chosen = sidecar.probedPort(handler);
            ownPorts()
                    .filter(port -> !Optional.of(port).equals(chosen))
                    .filter(this::isGatedOn)
                    .findFirst()
                    .ifPresent(port -> waitForPort(port, "wait for this port instead"));
        } else {
            bySource(
                    SourceKind.PORT,
                    gated -> !gated.handler().equals(handler),
                    gated -> "wait for its port " + port(gated) + " instead");
        }
    }

    /** Where a startupProbe cannot be the gate, one container may. */
    private void containerInstead() {
        String key = WellKnown.DOMAIN + "/" + WellKnown.GATE;
        trial.gate(change -> change.annotate(key, GateMode.CONTAINER.id()))
                .filter(gated -> !gated.byProbe())
                .ifPresent(gated -> remedies.add(Explanation.Remedy.set(
                        key,
                        GateMode.CONTAINER.id(),
                        "let one init container ask the Pod's sidecars from inside, this one by its " + taken(gated))));
    }

    /** Five minutes instead of a longer wait, an hour instead of a shorter one. */
    private void otherBudget(BlockingProbe blockingProbe) {
        long period = Math.max(1, blockingProbe.probe().periodSeconds());
        long seconds = blockingProbe.longestWaitSeconds() > MINUTES_5 ? MINUTES_5 : 3600;
        String threshold = Long.toString(Math.max(1, seconds / period));
        trial.gate(set("failure-threshold", threshold))
                .filter(Verdict.Gated::byProbe)
                .ifPresent(gated -> remedies.add(Explanation.Remedy.set(
                        key("failure-threshold"),
                        threshold,
                        "have it restarted after "
                                + Durations.seconds((long) gated.failureThreshold() * gated.periodSeconds()))));
    }

    /** Where an observer may run: longer, or at all. A Pod that nothing replaces would not be let go by that. */
    private void otherRelease(Target target, Releasing.OfGate release) {
        if (target.controller() == null || release.isOn() == OptIn.Answer.NO) {
            return;
        }
        if (release.seconds() == 0) {
            release(
                    ReleaseAfter.DEFAULTS.guessedSeconds(),
                    (release.isOn() == OptIn.Answer.YES ? "have the observer" : "have an observer, where one runs,")
                            + " give it up, if it has not opened after "
                            + Durations.seconds(ReleaseAfter.DEFAULTS.guessedSeconds()));
        } else if (release.seconds() < MINUTES_10) {
            release(MINUTES_10, "give it up only after " + Durations.seconds(MINUTES_10) + "; \"0\" never");
        } else {
            release(0, "never give it up");
        }
    }

    private void release(int seconds, String effect) {
        String value = Integer.toString(seconds);
        trial.gate(set(WellKnown.RELEASE_AFTER_SECONDS, value))
                .ifPresent(gated ->
                        remedies.add(Explanation.Remedy.set(key(WellKnown.RELEASE_AFTER_SECONDS), value, effect)));
    }

    private void skipped(Verdict.Skipped skipped) {
        if (sidecar.startupProbe().isPresent()) {
            advise("change its own startupProbe; no annotation touches it");
            return;
        }
        if (skipped.reason() != Reason.OPTED_OUT && skipped.reason() != Reason.MIRROR_POD) {
            checkOfProgram();
        }
        switch (skipped.reason()) {
            case ALREADY_GATED -> {}
            case OPTED_OUT -> optedOut();
            case NOTHING_TO_PROBE -> {
                anotherPort("wait for the TCP port that it listens on, if there is one (a number)");
                livenessProbe();
                readinessProbe("give it a readinessProbe");
            }
            case UNKNOWN_PORT_NAME -> {
                anotherPort("wait for this port (a number)");
                advise("declare a port of that name in the container's ports");
            }
            case WAITS_FOR_LATER_CONTAINER -> {
                anotherPort("wait for a port of its own (a number)");
                readinessProbe("give it a readinessProbe that does not ask a later container");
                advise("let what answers the probe start before it, as a sidecar further up; nothing is to be done"
                        + " where"
                        + " the mains do not need this sidecar to start");
            }
            case ANOTHER_HOST -> {
                anotherPort("wait for a port of its own (a number)");
                advise("take the host out of its check: the kubelet then asks the Pod's own address");
            }
            case AUXILIARY_PORT -> {
                anotherPort("wait for the port that the mains use (a number)");
                livenessProbe();
                readinessProbe("give it a readinessProbe");
            }
            case ANOTHER_PORT -> {
                anyPort("wait for the port that it listens on (a number)");
                advise("declare the port that it listens on");
                livenessProbe();
                readinessProbe("give it a readinessProbe");
            }
            case RELEASED -> {
                anyPort("wait for the port that answers when it is ready (a number)");
                release(0, "gate it as it is, and never give it up");
                livenessProbe();
                readinessProbe("give it a readinessProbe");
                commandInContainer("if it listens on loopback, give it a readinessProbe");
            }
            case HELD_BY_POST_START -> readinessProbe("give it a readinessProbe: it then holds the mains back by that");
            case INTERCEPTED -> {
                containerInstead();
                livenessProbe();
                readinessProbe("give it a readinessProbe, which proves more than a connection");
                advise("exclude the port from the mesh's interception");
            }
            case LOOPBACK_ONLY -> {
                containerInstead();
                anotherPort("wait for another port, such as a health port (a number)");
                livenessProbe();
                commandInContainer("give it a readinessProbe");
            }
            case PROBE_TOO_LARGE -> advise("put the script of its check into the image, and let the check call it");
            case MIRROR_POD -> advise("write a startupProbe into the static Pod's manifest");
        }
    }

    private void optedOut() {
        if (pod.label(WellKnown.INJECTION_LABEL)
                .filter(WellKnown.DISABLED::equals)
                .isPresent()) {
            advise("remove the label sidecar-first.io/injection: disabled from the Pods");
            return;
        }
        boolean own = pod.annotation(key("inject")).filter("false"::equals).isPresent();
        if (own) {
            trial.gate(change -> change.removeAnnotation(key("inject")))
                    .ifPresent(gated ->
                            remedies.add(Explanation.Remedy.remove(key("inject"), "gate it, by its " + taken(gated))));
        } else {
            trial.gate(set("inject", "true"))
                    .ifPresent(gated -> remedies.add(Explanation.Remedy.set(
                            key("inject"),
                            "true",
                            "gate this one, by its " + taken(gated) + ", although the Pod is opted out")));
        }
    }

    /** What its program answers, from the data file of programs. */
    private void checkOfProgram() {
        check.get().ifPresent(proposed -> {
            remedies.add(new Explanation.Remedy(
                    proposed.annotation(),
                    proposed.value(),
                    false,
                    proposed.effect(),
                    proposed.check().link().isEmpty() ? null : proposed.check().link()));
            if (proposed.isForManifest()) {
                hasReadinessProbe = true;
                advise("give it that as its own readinessProbe: " + proposed.value()
                        + (proposed.check().needs().isEmpty()
                                ? ""
                                : ", and tell it "
                                        + String.join(" ", proposed.check().needs())));
            }
        });
    }

    private static String taken(Verdict.Gated gated) {
        return gated.source() + " (" + Redacted.describe(gated.handler()) + ")";
    }

    /** A port that would do, by its number; else a place for one, where any number but those known would do. */
    private void anotherPort(String effect) {
        Optional<Integer> known = ownPorts().filter(this::isGatedOn).findFirst();
        if (known.isPresent()) {
            waitForPort(known.get(), "wait until something accepts connections on its port " + known.get());
        } else {
            anyPort(effect);
        }
    }

    /** A place for a port that only a person knows, where any number but those known would do. */
    private void anyPort(String effect) {
        if (isGatedOn(unusedPort())) {
            remedies.add(Explanation.Remedy.fillIn(key("port"), "PORT", effect));
        }
    }

    private void waitForPort(int port, String effect) {
        remedies.add(Explanation.Remedy.set(key("port"), Integer.toString(port), effect));
    }

    private boolean isGatedOn(int port) {
        return trial.gate(set("port", Integer.toString(port))).isPresent();
    }

    /** The TCP ports that it declares, and those that its own probes ask. */
    private Stream<Integer> ownPorts() {
        return Stream.concat(
                        sidecar.ports().stream().filter(Container.Port::tcp).map(Container.Port::number),
                        sidecar.ownProbedPorts())
                .distinct();
    }

    /** A number that nothing in the Pod speaks of: it stands for one that only a person knows. */
    private int unusedPort() {
        String text = pod.root().toString();
        return IntStream.rangeClosed(1024, PortReference.MAX)
                .filter(port -> !text.contains(Integer.toString(port)))
                .findFirst()
                .orElse(PortReference.MAX);
    }

    private void bySource(
            SourceKind source, Predicate<Verdict.Gated> isWanted, Function<Verdict.Gated, String> effect) {
        trial.gate(set("source", source.id()))
                .filter(isWanted)
                .ifPresent(
                        gated -> remedies.add(Explanation.Remedy.set(key("source"), source.id(), effect.apply(gated))));
    }

    private void livenessProbe() {
        bySource(
                SourceKind.LIVENESS_PROBE,
                gated -> true,
                gated -> "wait for its livenessProbe, if \"alive\" means ready");
    }

    private static String port(Verdict.Gated gated) {
        return gated.handler().port().map(Object::toString).orElse("");
    }

    /** With the kinds of check that would be taken. */
    private void readinessProbe(String advice) {
        if (hasReadinessProbe) {
            return;
        }
        List<String> kinds = new ArrayList<>();
        if (isReadBy(probe -> probe.putObject("httpGet").put("path", "/").put("port", unusedPort()))) {
            kinds.add("httpGet");
        }
        if (isReadBy(probe -> probe.putObject("exec").putArray("command").add("check"))) {
            kinds.add("exec");
        }
        if (!kinds.isEmpty()) {
            advise(advice + " (" + String.join(" or ", kinds) + ")");
        }
    }

    /** A check that reaches loopback. */
    private void commandInContainer(String advice) {
        String exec = "{\"exec\": {\"command\": [\"check\"]}}";
        if (!hasReadinessProbe
                && isReadBy(probe -> probe.putObject("exec").putArray("command").add("check"))
                && trial.gate(set(WellKnown.PROBE, exec)).isPresent()) {
            advise(advice + " by exec, or a check by exec as the annotation " + key(WellKnown.PROBE)
                    + ": its command runs in the container, where loopback is the sidecar's own, and has to be in the"
                    + " image");
        }
    }

    private boolean isReadBy(Consumer<ObjectNode> handler) {
        return trial.gate(change -> handler.accept(change.container().putObject("readinessProbe")))
                .filter(gated -> gated.source() == SourceKind.READINESS_PROBE)
                .isPresent();
    }

    private Consumer<Trial.Change> set(String name, String value) {
        return change -> change.annotate(key(name), value);
    }
}
