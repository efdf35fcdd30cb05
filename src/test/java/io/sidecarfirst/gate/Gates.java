package io.sidecarfirst.gate;

import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import java.util.List;

/** Gates with all sources and vetoes, as {@code serve} and the other commands make them. */
public final class Gates {
    /** Under the default settings. */
    public static final Gate DEFAULT = with(Settings.DEFAULTS);

    /** One container as the gate. */
    public static final Settings WITH_CONTAINER = new Settings(
            Settings.DEFAULT_STARTUP_BUDGET_SECONDS,
            Timing.DERIVED,
            false,
            ReleaseAfter.DEFAULTS,
            GateMode.CONTAINER,
            new GateImage("example.com/sidecar-first-gate:1", null, List.of()));

    private Gates() {}

    public static Gate with(Settings settings) {
        return new Gate(settings, Sources.IN_ORDER, Vetoes.inOrder(Programs.KNOWN));
    }
}
