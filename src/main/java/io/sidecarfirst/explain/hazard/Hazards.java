package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import java.util.List;

/** The order in which hazards are named: what loses work first, what costs a little last. */
public final class Hazards {
    /** All of them. */
    public static final List<Hazard> IN_ORDER = List.of(
            new NoNativeSidecars(),
            new KnownFault(),
            new JobWithoutDeadline(),
            new JobBackoffLimit(),
            new ProgressDeadline(),
            new SeveralGates(),
            new HostNetwork(),
            new PortGuess(),
            new ExecProbe(),
            new NotReadyAfterRestart());

    private Hazards() {}
}
