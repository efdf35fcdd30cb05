package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.observed.ContainerState;
import io.sidecarfirst.observed.Crash;
import io.sidecarfirst.observed.GateReport;
import io.sidecarfirst.observed.LivePod;
import io.sidecarfirst.observed.StatusEntry;
import io.sidecarfirst.terminal.Durations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a Pod of a cluster says of one sidecar.
 *
 * @param decidedAtCreation what was decided when the Pod was created, or why nothing was
 * @param now the container's state
 * @param isWaitedFor whether it has a startupProbe that has not passed: the mains wait for it
 * @param crash that it crashes, in sentences, where it may be waited for, by the gate container, too; else null
 * @param likelyCause why it has not passed otherwise, as far as the kubelet's words tell; else null
 */
public record LiveStatus(
        String decidedAtCreation,
        String now,
        boolean isWaitedFor,
        @Nullable String crash,
        @Nullable LikelyCause likelyCause) {

    private static final String CAUSE_UNKNOWN =
            "nothing: the Pod was created before its namespace opted in, or while no replica of sidecar-first answered,"
                    + " or it has not opted in";

    static LiveStatus of(Target target, Verdict verdict, Instant now) {
        Container sidecar = verdict.sidecar();
        JsonNode status = ContainerState.ofInit(target.pod(), sidecar.name());
        boolean isWaitedFor = LivePod.isWaitedFor(target.pod(), sidecar);
        Optional<GateReport> report = target.pod().gateCheck(sidecar).flatMap(check -> GateReport.of(target.pod()));
        boolean isAskedNow =
                report.filter(it -> it.phase() == GateReport.Phase.ASKS).isPresent();
        String crash = isWaitedFor || isAskedNow
                ? Crash.of(status, sidecar.startupProbe().orElse(null), now)
                        .map(found -> sentence(found, target, sidecar))
                        .orElse(null)
                : null;
        return new LiveStatus(
                decidedAtCreation(target, verdict),
                ContainerState.describe(status, now, sidecar.startupProbe().isPresent())
                        + (isWaitedFor ? failure(target, sidecar) : "")
                        + report.map(it -> gateContainer(it, target, sidecar)).orElse(""),
                isWaitedFor,
                crash,
                crash == null
                        ? failure(target, sidecar, isWaitedFor, report)
                                .flatMap(LikelyCause::of)
                                .orElse(null)
                        : null);
    }

    /** The last words of whoever asks it, if it is waited for or was given up. */
    private static Optional<String> failure(
            Target target, Container sidecar, boolean isWaitedFor, Optional<GateReport> report) {
        return isWaitedFor
                ? Optional.ofNullable(target.failures().get(sidecar.name()))
                : report.map(it -> it.answers().get(sidecar.name()))
                        .filter(answer -> answer.outcome() == GateReport.Outcome.GIVEN_UP)
                        .map(GateReport.Answer::failure);
    }

    /** What the gate container says of the sidecar, or does meanwhile. */
    private static String gateContainer(GateReport report, Target target, Container sidecar) {
        GateReport.Answer answer = report.answers().get(sidecar.name());
        if (answer != null) {
            return ". For the gate container it " + answer.inWords();
        }
        return ". The gate container " + report.inWords()
                + switch (report.phase()) {
                    case ASKS -> "; its log tells which have not: " + log(target);
                    case FAILED -> "; its log may tell why: " + log(target) + " --previous";
                    case CANNOT_START ->
                        "; kubectl describe pod " + target.name() + inNamespace(target)
                                + " tells why. Until then nothing behind it starts";
                    case NOT_STARTED, OPEN -> "";
                };
    }

    private static String log(Target target) {
        return AskedFromInside.log(target.pod());
    }

    private static String inNamespace(Target target) {
        return target.namespace() == null ? "" : " -n " + target.namespace();
    }

    /** Why it has not passed, as far as that can be told. */
    Optional<String> cause() {
        return crash == null ? Optional.ofNullable(likelyCause).map(LikelyCause::sentence) : Optional.of(crash);
    }

    private static String sentence(Crash crash, Target target, Container sidecar) {
        return "It crashes: "
                + (crash.restarts() == 0
                        ? "it"
                        : "it was restarted " + Durations.count(crash.restarts(), "time") + ", and")
                + " ended last with " + crash.end()
                + (crash.ranFor() == null
                        ? ""
                        : crash.ranFor().isZero()
                                ? " at once"
                                : " after " + Durations.seconds(crash.ranFor().toSeconds()))
                + ". Its log tells why: " + crash.logCommand(target.name(), sidecar.name(), target.namespace());
    }

    private static String failure(Target target, Container sidecar) {
        String failure = target.failures().get(sidecar.name());
        if (failure == null) {
            return "";
        }
        Optional<Handler> handler = sidecar.startupProbe()
                .flatMap(probe -> probe.handlers().stream().findFirst());
        return ". The kubelet says: " + Redacted.failure(failure, handler.orElse(null));
    }

    /** One line for each main container. */
    static List<String> mains(Pod pod, Instant now) {
        List<String> lines = new ArrayList<>();
        for (JsonNode container : pod.root().path("spec").path("containers")) {
            String name = container.path("name").asString("");
            lines.add(name + ": "
                    + ContainerState.describe(
                            ContainerState.status(pod, "containerStatuses", name),
                            now,
                            !container.path("startupProbe").isMissingNode()));
        }
        return lines;
    }

    private static String decidedAtCreation(Target target, Verdict verdict) {
        Container sidecar = verdict.sidecar();
        boolean hasStartupProbe = sidecar.startupProbe().isPresent();
        StatusEntry entry = StatusEntry.of(target.pod(), sidecar.name());
        if (entry instanceof StatusEntry.Gated gated) {
            if (StatusEntry.gate(target.pod(), sidecar).isPresent()) {
                return "gated by its " + gated.source() + ", every " + Durations.seconds(gated.periodSeconds())
                        + ", up to " + Durations.count(gated.failureThreshold(), "time");
            }
            return "the status annotation says gated, but there is "
                    + (hasStartupProbe ? "another startupProbe than it tells of" : "no startupProbe")
                    + ": the annotation is a copy from another Pod";
        }
        if (entry instanceof StatusEntry.ByContainer byContainer) {
            return target.pod().gateCheck(sidecar).isPresent()
                    ? "gated by its " + byContainer.source() + ", which the gate container asks"
                    : "the status annotation says that a gate container asks it, but there is none that does: the"
                            + " annotation is a copy from another Pod";
        }
        if (entry instanceof StatusEntry.Skipped skipped) {
            // Where it would be skipped for the same reason now, "why" says it, and of this very sidecar.
            boolean isSame =
                    verdict instanceof Verdict.Skipped now && now.reason().id().equals(skipped.reason());
            return "not gated (" + skipped.reason() + ")"
                    + skipped.explanation()
                            .filter(words -> !isSame)
                            .map(words -> ": " + words)
                            .orElse("")
                    + (skipped.reason().equals(Reason.RELEASED.id()) && verdict instanceof Verdict.Gated
                            ? ". What is said of a new Pod holds where that was taken back, which the list of such"
                                    + " gates tells, if it may be read here: sidecar-first release --list"
                            : "");
        }
        if (hasStartupProbe) {
            return "nothing by sidecar-first: the startupProbe is the author's, or another webhook's";
        }
        if (entry instanceof StatusEntry.NoEntry) {
            return "nothing: the Pod's status annotation does not name it. Another webhook added it after sidecar-first"
                    + " had decided";
        }
        return withoutStatus(target, verdict);
    }

    private static String withoutStatus(Target target, Verdict verdict) {
        if (verdict instanceof Verdict.Skipped skipped
                && (skipped.reason() == Reason.OPTED_OUT || skipped.reason() == Reason.MIRROR_POD)) {
            return "nothing: " + skipped.detail();
        }
        Coverage coverage = target.coverage();
        if (coverage == null) {
            return CAUSE_UNKNOWN;
        }
        if (coverage.installation() instanceof Installation.Nothing nothing) {
            return "nothing by this Pod's status; " + nothing.describe() + " now";
        }
        if (coverage.isLeftOut()) {
            return "nothing: Pods of this namespace are left out now, whatever its labels";
        }
        return switch (coverage.optedIn()) {
            case NO -> "nothing: neither the namespace nor the Pod is opted in now";
            case YES ->
                "nothing, although it is opted in by now: the Pod was created before that, or "
                        + (coverage.installation() instanceof Installation.Policy
                                ? "before the policy was applied, or an expression of the policy failed"
                                : "while no replica of sidecar-first answered");
            case UNKNOWN -> CAUSE_UNKNOWN;
        };
    }
}
