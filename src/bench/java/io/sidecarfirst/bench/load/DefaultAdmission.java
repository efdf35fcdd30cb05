package io.sidecarfirst.bench.load;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;

/** What answers in {@code serve}, under the default settings. */
public final class DefaultAdmission {
    private DefaultAdmission() {}

    /** A new one. */
    public static Admission make() {
        return new Admission(new Gate(Settings.DEFAULTS, Sources.IN_ORDER, Vetoes.inOrder(Programs.KNOWN)));
    }
}
