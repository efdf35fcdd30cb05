package io.sidecarfirst.cli;

import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.manifest.Injection;
import java.io.PrintWriter;
import java.util.List;

/** What was decided, in words for a person at a terminal. */
final class Decisions {
    private Decisions() {}

    /** A block for each workload with sidecars. */
    static void print(PrintWriter out, String file, List<Injection.Decision> decisions) {
        for (Injection.Decision decision : decisions) {
            out.println(file + ": " + decision.workload().describe());
            decision.plan().verdicts().forEach(verdict -> out.println("  " + inWords(verdict)));
            Warning.texts(decision.plan().warnings()).forEach(text -> out.println("  warning: " + text));
            decision.plan().denial().ifPresent(text -> out.println("  refused: " + text));
        }
        out.flush();
    }

    static String inWords(Verdict verdict) {
        String name = verdict.sidecar().name() + ": ";
        if (verdict instanceof Verdict.Gated gated) {
            return name + "gated by its " + gated.source() + " ("
                    + gated.handler().describe() + "), every " + gated.periodSeconds() + " s, up to "
                    + gated.failureThreshold() + " times";
        }
        Verdict.Skipped skipped = (Verdict.Skipped) verdict;
        return name + "not gated (" + skipped.reason() + "): " + skipped.detail();
    }
}
