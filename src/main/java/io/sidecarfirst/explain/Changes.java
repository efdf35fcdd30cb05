package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Port;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a decision can be changed: the very annotations to write for one sidecar. */
final class Changes {
    private static final long MINUTES_5 = 300;

    private final Pod pod;
    private final Container sidecar;
    private final List<Change> changes = new ArrayList<>();

    private Changes(Pod pod, Container sidecar) {
        this.pod = pod;
        this.sidecar = sidecar;
    }

    /** @param earlier the gate that this project has made already */
    static List<Change> of(Target target, Verdict verdict, Optional<StatusEntry.Gated> earlier, Optional<Hold> hold) {
        if (verdict.sidecar().name().isEmpty()) {
            return List.of(Change.advice("give it a name: Kubernetes refuses a container without one"));
        }
        Changes changes = new Changes(target.pod(), verdict.sidecar());
        if (verdict instanceof Verdict.Gated gated) {
            changes.gated(gated.source(), hold.orElseThrow());
        } else if (earlier.isPresent() && isOptedOut(verdict)) {
            changes.changes.add(
                    Change.advice("take its startupProbe out of the manifest: it is opted out, and gets no other"));
        } else if (earlier.isPresent()) {
            changes.gated(earlier.get().source(), hold.orElseThrow());
            changes.changes.add(
                    Change.advice((target.isLive() ? "and take a startupProbe" : "and take the startupProbe")
                            + " out of the manifest: one that is there is never changed"));
        } else if (verdict instanceof Verdict.Skipped skipped) {
            changes.skipped(skipped);
        }
        return List.copyOf(changes.changes);
    }

    /** Whether that is why it is left alone: why and what to do then say all there is to say of an earlier gate. */
    static boolean isOptedOut(Verdict verdict) {
        return verdict instanceof Verdict.Skipped skipped && skipped.reason() == Reason.OPTED_OUT;
    }

    private String key(String name) {
        return sidecar.name() + "." + Vocabulary.DOMAIN + "/" + name;
    }

    private void gated(SourceKind source, Hold hold) {
        changes.add(Change.set(key("inject"), "false", "do not gate it: the mains start as soon as it runs"));
        shorter(hold);
        if (source == SourceKind.PORT) {
            Optional<Integer> chosen = hold.handler().flatMap(Handler::port).flatMap(sidecar::resolve);
            sidecar.ports().stream()
                    .filter(port -> port.tcp() && !Optional.of(port.number()).equals(chosen))
                    .findFirst()
                    .ifPresent(other -> changes.add(
                            Change.set(key("port"), Integer.toString(other.number()), "wait for this port instead")));
        } else {
            sidecar.ports().stream()
                    .filter(Port::tcp)
                    .findFirst()
                    .ifPresent(port -> changes.add(
                            Change.set(key("source"), "port", "wait for its port " + port.number() + " instead")));
        }
        if (hold.handler().filter(handler -> !handler.network()).isPresent()) {
            changes.add(Change.set(
                    key("period-seconds"),
                    Integer.toString(Math.max(2, hold.probe().periodSeconds() * 2)),
                    "start the command half as often"));
        }
    }

    /** Five minutes instead of a longer wait, an hour instead of a shorter one. */
    private void shorter(Hold hold) {
        long period = Math.max(1, hold.probe().periodSeconds());
        long seconds = hold.longestWaitSeconds() > MINUTES_5 ? MINUTES_5 : 3600;
        changes.add(Change.set(
                key("failure-threshold"),
                Long.toString(Math.max(1, seconds / period)),
                "have it restarted after " + InWords.seconds(Math.max(1, seconds / period) * period)));
    }

    private void skipped(Verdict.Skipped skipped) {
        if (sidecar.startupProbe().isPresent()) {
            changes.add(Change.advice("change its own startupProbe; no annotation touches it"));
            return;
        }
        switch (skipped.reason()) {
            case ALREADY_GATED -> {}
            case OPTED_OUT -> optedOut();
            case NOTHING_TO_PROBE -> {
                changes.add(Change.set(
                        key("port"), "PORT", "wait for the TCP port that it listens on, if there is one (a number)"));
                if (sidecar.livenessProbe().isPresent()) {
                    changes.add(Change.set(
                            key("source"), "livenessProbe", "wait for its livenessProbe, if \"alive\" means ready"));
                }
                changes.add(Change.advice("or give it a readinessProbe"));
            }
            case UNKNOWN_PORT_NAME -> {
                changes.add(Change.advice("or declare a port of that name in the container's ports"));
                changes.add(Change.set(key("port"), "PORT", "wait for this port (a number)"));
            }
            case WAITS_FOR_LATER_CONTAINER -> {
                changes.add(Change.set(key("port"), "PORT", "wait for a port of its own (a number)"));
                changes.add(Change.advice("or let what answers the probe start before it: as a sidecar further up"));
            }
            case INTERCEPTED ->
                changes.add(Change.advice("give it a readinessProbe with httpGet or exec, which proves more than a"
                        + " connection, or exclude the port from the mesh's interception"));
            case LOOPBACK_ONLY -> {
                changes.add(Change.advice("or let it listen on all addresses of the Pod"));
                changes.add(Change.set(key("port"), "PORT", "wait for another port, such as a health port"));
            }
            case PROBE_TOO_LARGE ->
                changes.add(Change.advice("put the script of its check into the image, and let the check call it"));
            case MIRROR_POD -> changes.add(Change.advice("write a startupProbe into the static Pod's manifest"));
        }
    }

    private void optedOut() {
        if (pod.label(Vocabulary.INJECTION_LABEL)
                .filter(Vocabulary.DISABLED::equals)
                .isPresent()) {
            changes.add(Change.advice("remove the label sidecar-first.io/injection: disabled from the Pods"));
            return;
        }
        boolean own = pod.annotation(key("inject")).filter("false"::equals).isPresent();
        changes.add(
                own
                        ? Change.remove(key("inject"), "gate it")
                        : Change.set(key("inject"), "true", "gate this one although the Pod is opted out"));
    }
}
