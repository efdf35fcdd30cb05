package io.sidecarfirst.cli.inject;

import io.sidecarfirst.explain.Redacted;
import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.ExistingGateContainer;
import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.manifest.Injection;
import io.sidecarfirst.manifest.UneditedTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was decided, in words for a person at a terminal. */
final class Decisions {
    private Decisions() {}

    /** A block of lines for each workload with sidecars, and a line where nothing was decided about some. */
    static List<String> lines(String file, Injection.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        for (Injection.Decision decision : outcome.decisions()) {
            lines.add(file + ": " + decision.workload().describe());
            // What is refused stays as it is, whatever the verdicts say.
            if (decision.plan().denial().isEmpty()) {
                decision.plan().verdicts().forEach(verdict -> lines.add("  " + inWords(decision, verdict)));
                gateContainer(decision).ifPresent(words -> lines.add("  " + words));
            }
            Warning.texts(decision.warnings()).forEach(text -> lines.add("  warning: " + text));
            decision.plan().denial().ifPresent(text -> lines.add("  refused: " + text));
        }
        outcome.unedited().forEach(template -> lines.add(file + ": " + inWords(template)));
        return lines;
    }

    static String inWords(UneditedTemplate template) {
        return template.describe() + " was seen and not edited: " + template.reason();
    }

    static String inWords(Injection.Decision decision, Verdict verdict) {
        String name = verdict.sidecar().describe() + ": ";
        if (verdict instanceof Verdict.Gated gated) {
            return name + "gated by its " + gated.source() + " ("
                    + gated.handler().describe() + "), "
                    + (gated.byProbe()
                            ? "every " + gated.periodSeconds() + " s, up to " + gated.failureThreshold() + " times"
                            : "which " + GateContainer.NAME + " asks"
                                    + (gated.releaseAfterSeconds() == 0
                                            ? " until it answers"
                                            : " for " + gated.releaseAfterSeconds() + " s at most"));
        }
        Verdict.Skipped skipped = (Verdict.Skipped) verdict;
        return name
                + decision.earlier(verdict)
                        .map(Decisions::inWords)
                        .orElseGet(() -> "not gated (" + skipped.reason() + "): " + skipped.detail());
    }

    /** What becomes of the gate container; empty where there is none. */
    static Optional<String> gateContainer(Injection.Decision decision) {
        GateContainer planned = decision.plan().gateContainer();
        if (planned == null) {
            return Optional.empty();
        }
        Pod pod = Pod.of(decision.workload().pod());
        boolean isChanged = decision.gateContainerOperation().isPresent();
        // Where it is left alone, it asks what it has asked before, whatever was decided.
        String asked = (isChanged ? planned : GateContainer.in(pod).orElse(planned)).names();
        return Optional.of(GateContainer.NAME
                + (planned.added() != null
                        ? ": added as initContainers[" + planned.index() + "], with the image "
                                + planned.image(pod).orElse("")
                        : ": there from before" + (isChanged ? ", with other args from now on" : ""))
                + "; it asks " + (asked.isEmpty() ? "nothing" : asked)
                + Optional.ofNullable(decision.earlierContainer())
                        .map(Decisions::kept)
                        .orElse(""));
    }

    /** What is not changed of a gate container that is there. */
    private static String kept(ExistingGateContainer earlier) {
        String now = earlier.hasOtherImage()
                ? "its image stays " + earlier.image().orElse("") + ", and now it would be "
                        + earlier.imageNow().orElse("")
                : earlier.isForProbes() ? "now there would be startupProbes instead" : "";
        return now.isEmpty() ? "" : "; " + now + ": to have that, remove the container and inject again";
    }

    private static String inWords(ExistingGate earlier) {
        String words = "gated by sidecar-first before, from its " + earlier.source() + what(earlier.probe()) + ", with "
                + timing(earlier.probe());
        if (!earlier.isOutdated()) {
            return words;
        }
        String now = earlier.now() instanceof Verdict.Gated gated
                ? "now it would be from its " + gated.source() + what(new Probe(gated.probe()))
                        + (gated.byProbe()
                                ? ", with " + timing(new Probe(gated.probe()))
                                : ", which " + GateContainer.NAME + " asks")
                : "now it would not be gated (" + ((Verdict.Skipped) earlier.now()).reason() + ")";
        return words + "; " + now + ": to have that, remove its startupProbe and inject again";
    }

    private static String what(Probe probe) {
        return probe.handlers().stream()
                .findFirst()
                .map(handler -> " ("
                        + handler.kind()
                        + handler.path().map(path -> " " + Redacted.path(path)).orElse("")
                        + handler.port().map(port -> " on port " + port).orElse("")
                        + ")")
                .orElse("");
    }

    /** What is Kubernetes' default is not mentioned. */
    private static String timing(Probe probe) {
        return "period " + probe.periodSeconds() + " s, threshold " + probe.failureThreshold()
                + (probe.timeoutSeconds() > 1 ? ", timeout " + probe.timeoutSeconds() + " s" : "")
                + (probe.initialDelaySeconds() > 0 ? ", initial delay " + probe.initialDelaySeconds() + " s" : "");
    }
}
