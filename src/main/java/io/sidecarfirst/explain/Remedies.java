package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.observed.StatusEntry;
import io.sidecarfirst.terminal.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What to change for another decision: the very annotations to write for one sidecar. */
final class Remedies {
    private static final long MINUTES_5 = 300;

    private final Pod pod;
    private final Container sidecar;
    private final List<Explanation.Remedy> remedies = new ArrayList<>();

    private Remedies(Pod pod, Container sidecar) {
        this.pod = pod;
        this.sidecar = sidecar;
    }

    /** @param existingGate the gate that this project has made before, if it is left as it is */
    static List<Explanation.Remedy> of(
            Target target,
            Verdict verdict,
            StatusEntry.@Nullable Gated existingGate,
            @Nullable BlockingProbe blockingProbe) {
        if (verdict.sidecar().name().isEmpty()) {
            return List.of(Explanation.Remedy.advice("give it a name: Kubernetes refuses a container without one"));
        }
        Remedies remedies = new Remedies(target.pod(), verdict.sidecar());
        if (verdict instanceof Verdict.Gated gated) {
            remedies.gated(gated.source(), Objects.requireNonNull(blockingProbe));
        } else if (existingGate != null && isOptedOut(verdict)) {
            remedies.remedies.add(Explanation.Remedy.advice(
                    "take its startupProbe out of the manifest: it is opted out, and gets no other"));
        } else if (existingGate != null) {
            remedies.gated(existingGate.source(), Objects.requireNonNull(blockingProbe));
            remedies.remedies.add(Explanation.Remedy.advice(
                    (target.isLive() ? "and take a startupProbe" : "and take the startupProbe")
                            + " out of the manifest: one that is there is never changed"));
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

    private void gated(SourceKind source, BlockingProbe blockingProbe) {
        remedies.add(
                Explanation.Remedy.set(key("inject"), "false", "do not gate it: the mains start as soon as it runs"));
        otherBudget(blockingProbe);
        if (source == SourceKind.PORT) {
            Optional<Integer> chosen =
                    blockingProbe.handler().flatMap(Handler::port).flatMap(sidecar::resolve);
            sidecar.ports().stream()
                    .filter(port -> port.tcp() && !Optional.of(port.number()).equals(chosen))
                    .findFirst()
                    .ifPresent(other -> remedies.add(Explanation.Remedy.set(
                            key("port"), Integer.toString(other.number()), "wait for this port instead")));
        } else {
            sidecar.ports().stream()
                    .filter(Container.Port::tcp)
                    .findFirst()
                    .ifPresent(port -> remedies.add(Explanation.Remedy.set(
                            key("source"), "port", "wait for its port " + port.number() + " instead")));
        }
        if (blockingProbe.handler().filter(handler -> !handler.network()).isPresent()) {
            remedies.add(Explanation.Remedy.set(
                    key("period-seconds"),
                    Integer.toString(Math.max(2, blockingProbe.probe().periodSeconds() * 2)),
                    "start the command half as often"));
        }
    }

    /** Five minutes instead of a longer wait, an hour instead of a shorter one. */
    private void otherBudget(BlockingProbe blockingProbe) {
        long period = Math.max(1, blockingProbe.probe().periodSeconds());
        long seconds = blockingProbe.longestWaitSeconds() > MINUTES_5 ? MINUTES_5 : 3600;
        remedies.add(Explanation.Remedy.set(
                key("failure-threshold"),
                Long.toString(Math.max(1, seconds / period)),
                "have it restarted after " + Durations.seconds(Math.max(1, seconds / period) * period)));
    }

    private void skipped(Verdict.Skipped skipped) {
        if (sidecar.startupProbe().isPresent()) {
            remedies.add(Explanation.Remedy.advice("change its own startupProbe; no annotation touches it"));
            return;
        }
        switch (skipped.reason()) {
            case ALREADY_GATED -> {}
            case OPTED_OUT -> optedOut();
            case NOTHING_TO_PROBE -> {
                remedies.add(Explanation.Remedy.set(
                        key("port"), "PORT", "wait for the TCP port that it listens on, if there is one (a number)"));
                if (sidecar.livenessProbe().isPresent()) {
                    remedies.add(Explanation.Remedy.set(
                            key("source"), "livenessProbe", "wait for its livenessProbe, if \"alive\" means ready"));
                }
                remedies.add(Explanation.Remedy.advice("or give it a readinessProbe"));
            }
            case UNKNOWN_PORT_NAME -> {
                remedies.add(Explanation.Remedy.advice("or declare a port of that name in the container's ports"));
                remedies.add(Explanation.Remedy.set(key("port"), "PORT", "wait for this port (a number)"));
            }
            case WAITS_FOR_LATER_CONTAINER -> {
                remedies.add(Explanation.Remedy.set(key("port"), "PORT", "wait for a port of its own (a number)"));
                remedies.add(Explanation.Remedy.advice(
                        "or let what answers the probe start before it: as a sidecar further up"));
            }
            case INTERCEPTED ->
                remedies.add(Explanation.Remedy.advice(
                        "give it a readinessProbe with httpGet or exec, which proves more than a"
                                + " connection, or exclude the port from the mesh's interception"));
            case LOOPBACK_ONLY -> {
                remedies.add(Explanation.Remedy.advice("or let it listen on all addresses of the Pod"));
                remedies.add(
                        Explanation.Remedy.set(key("port"), "PORT", "wait for another port, such as a health port"));
            }
            case PROBE_TOO_LARGE ->
                remedies.add(Explanation.Remedy.advice(
                        "put the script of its check into the image, and let the check call it"));
            case MIRROR_POD ->
                remedies.add(Explanation.Remedy.advice("write a startupProbe into the static Pod's manifest"));
        }
    }

    private void optedOut() {
        if (pod.label(WellKnown.INJECTION_LABEL)
                .filter(WellKnown.DISABLED::equals)
                .isPresent()) {
            remedies.add(
                    Explanation.Remedy.advice("remove the label sidecar-first.io/injection: disabled from the Pods"));
            return;
        }
        boolean own = pod.annotation(key("inject")).filter("false"::equals).isPresent();
        remedies.add(
                own
                        ? Explanation.Remedy.remove(key("inject"), "gate it")
                        : Explanation.Remedy.set(key("inject"), "true", "gate this one although the Pod is opted out"));
    }
}
