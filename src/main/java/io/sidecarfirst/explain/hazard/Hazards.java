package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import java.util.List;

/** The order in which hazards are named: what loses work first, what costs a little last. */
public final class Hazards {
    /** All of them. */
    public static final List<Hazard> IN_ORDER = List.of(
            new NoNativeSidecars(),
            new FaultOfKubernetes(),
            new JobWithoutDeadline(),
            new JobBackoffLimit(),
            new ProgressDeadline(),
            new SeveralGates(),
            new HostNetwork(),
            new GateImagePull(),
            new PortGuess(),
            new NewNetworkPath(),
            new ExecProbe(),
            new NotReadyAfterRestart(),
            new LateImagePull());

    private Hazards() {}
}
