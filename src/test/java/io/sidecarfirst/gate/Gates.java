package io.sidecarfirst.gate;

import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;

/** Gates with all sources and vetoes, as {@code serve} and the other commands make them. */
public final class Gates {
    /** Under the default settings. */
    public static final Gate DEFAULT = with(Settings.DEFAULTS);

    private Gates() {}

    public static Gate with(Settings settings) {
        return new Gate(settings, Sources.IN_ORDER, Vetoes.inOrder(Programs.KNOWN));
    }
}
