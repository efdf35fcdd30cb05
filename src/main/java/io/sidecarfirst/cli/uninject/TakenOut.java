package io.sidecarfirst.cli.uninject;

import io.sidecarfirst.gate.GateContainer;
import io.sidecarfirst.gate.Status;
import io.sidecarfirst.gate.Traces;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.manifest.Removal;
import java.util.ArrayList;
import java.util.List;

/** What goes and what stays, in words for a person at a terminal. */
final class TakenOut {
    private TakenOut() {}

    /** A block of lines for each workload with something of ours. */
    static List<String> lines(String file, List<Removal.Found> found) {
        List<String> lines = new ArrayList<>();
        for (Removal.Found one : found) {
            lines.add(file + ": " + one.workload().describe());
            lines(one.traces()).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static List<String> lines(Traces traces) {
        List<String> lines = new ArrayList<>();
        traces.gates()
                .forEach(gate -> lines.add(gate.sidecar().describe()
                        + ": its startupProbe is taken out; it was made from its " + gate.source()));
        traces.others()
                .forEach(sidecar -> lines.add(sidecar.describe()
                        + ": its startupProbe stays, since no status annotation says that it is one of sidecar-first"));
        if (traces.gateContainer() != null) {
            lines.add(GateContainer.NAME + ": taken out");
        }
        if (!traces.pullSecrets().isEmpty()) {
            lines.add("imagePullSecrets: all stay (" + String.join(", ", traces.pullSecrets())
                    + "), since nothing says which came with " + GateContainer.NAME);
        }
        if (traces.hasStatus()) {
            lines.add("annotation " + Status.ANNOTATION + ": taken out");
        }
        switch (traces.label()) {
            case GOES -> lines.add("label " + WellKnown.GATED_LABEL + ": taken out");
            case STAYS ->
                lines.add("label " + WellKnown.GATED_LABEL
                        + ": stays, since a startupProbe stays that may be the gate it tells of");
            case NONE -> {}
        }
        return lines;
    }
}
