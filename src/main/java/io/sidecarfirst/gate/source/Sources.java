package io.sidecarfirst.gate.source;

import io.sidecarfirst.gate.Source;
import java.util.List;

/** The order in which the sources are tried. */
public final class Sources {
    /** The author's own word for "ready" first, then the port; a check or the livenessProbe only by annotation. */
    public static final List<Source> IN_ORDER =
            List.of(new ProbeSource(), new ReadinessProbeSource(), new PortSource(), new LivenessProbeSource());

    /** Each port costs a look at the whole Pod; without a limit, a small Pod full of ports would take minutes. */
    public static final int MAX_PORTS_TRIED = 16;

    private Sources() {}
}
