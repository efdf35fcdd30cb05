package io.sidecarfirst.explain;

import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.observed.GateReport;
import io.sidecarfirst.terminal.Durations;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the gate container asks a sidecar, in sentences.
 *
 * @param gated the verdict that leaves the sidecar to the container
 * @param log how to read the log of the container that the Pod has already, and that asks this sidecar; null where
 *     there is none yet
 * @param obstacle that it cannot start, in words, after "the container"; null where nothing is known of that
 */
public record AskedFromInside(
        Verdict.Gated gated, @Nullable String log, @Nullable String obstacle) {

    /** Empty where a startupProbe is the gate, or none is. */
    static Optional<AskedFromInside> of(Pod pod, Verdict verdict) {
        if (!(verdict instanceof Verdict.Gated gated) || gated.byProbe()) {
            return Optional.empty();
        }
        boolean isThere = pod.gateCheck(gated.sidecar()).isPresent();
        Optional<String> obstacle = GateReport.of(pod)
                .filter(report -> isThere && report.phase() == GateReport.Phase.CANNOT_START)
                .map(GateReport::inWords);
        return Optional.of(new AskedFromInside(gated, isThere ? log(pod) : null, obstacle.orElse(null)));
    }

    /** The command that shows the container's log; of a template, with a word in the place of the name. */
    static String log(Pod pod) {
        JsonNode metadata = pod.root().path("metadata");
        String namespace = metadata.path("namespace").asString("");
        return "kubectl logs " + metadata.path("name").asString("POD") + " -c " + GateContainer.NAME
                + (namespace.isEmpty() ? "" : " -n " + namespace);
    }

    /** Whether the Pod has the container already, and it asks this sidecar. */
    boolean isThere() {
        return log != null;
    }

    /** What is asked, where, and how often. */
    String check() {
        return Redacted.describe(gated.handler())
                + ", asked by the init container sidecar-first-gate on 127.0.0.1, ::1 and the Pod's own address, every"
                + " 50 milliseconds for ten seconds and each second later on, each time with "
                + Durations.seconds(new Probe(gated.probe()).timeoutSeconds()) + " to answer";
    }

    /** When the container gives it up, in seconds from its own start on; 0 for never. */
    int givenUpAfterSeconds() {
        return gated.releaseAfterSeconds();
    }

    String longestWait() {
        String once = obstacle == null ? "" : "as long as the container " + obstacle + "; once it runs, ";
        return once
                + (givenUpAfterSeconds() == 0
                        ? "for as long as it takes"
                        : Durations.seconds(givenUpAfterSeconds()) + ", then the container gives it up");
    }

    /** What happens where it never answers. */
    String ifNeverReady() {
        String name = gated.sidecar().describe();
        if (givenUpAfterSeconds() > 0) {
            return "After " + Durations.seconds(givenUpAfterSeconds())
                    + " the container gives it up, says so in its log and its termination message, and the mains start"
                    + " without " + name + " being ready. The next Pod waits as long again.";
        }
        return "The mains do not start, and the Pod stays Pending: "
                + (gated.source() == SourceKind.PORT
                        ? "an annotation asks for this gate"
                        : "its author has stated the check")
                + ", so it is never given up. Nothing is restarted because of that. "
                + (log == null ? "The log of the container " + GateContainer.NAME : log)
                + " says what it waits for.";
    }
}
