package io.sidecarfirst.explain;

import io.sidecarfirst.gate.ExistingGate;
import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.Verdict;

/** What is said of a gate that this project has made and would make otherwise now: it stays as it is until someone removes it. */
final class OutdatedText {
    private OutdatedText() {}

    static String of(Target target, ExistingGate earlier) {
        return "With the settings of this command it would now be "
                + (earlier.now() instanceof Verdict.Gated gated
                        ? "gated by its " + gated.source() + ": " + Redacted.inWords(new Probe(gated.probe()))
                        : notGated((Verdict.Skipped) earlier.now()))
                + ". To have that, "
                + (target.isLive()
                        ? "create the Pod anew, from a manifest without this startupProbe."
                        : "remove its startupProbe from the manifest and inject again.");
    }

    private static String notGated(Verdict.Skipped skipped) {
        return "not gated (" + skipped.reason() + ": " + skipped.detail() + ")";
    }
}
