package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.program.Programs;
import java.util.List;

/** The order in which the vetoes are asked; the first objection is the one that is reported. */
public final class Vetoes {
    private Vetoes() {}

    /**
     * All of them, where no gate was given up.
     *
     * @param programs the programs that are known
     */
    public static List<Veto> inOrder(Programs programs) {
        return inOrder(programs, ReleasedGates.NONE, ReleaseAfter.DEFAULTS);
    }

    /**
     * All of them.
     *
     * @param programs the programs that are known
     * @param released the gates that were given up
     * @param after when they are
     */
    public static List<Veto> inOrder(Programs programs, ReleasedGates released, ReleaseAfter after) {
        return List.of(
                // First: whatever else is known of the sidecar by now, this is what happened.
                new ReleasedGate(released, after),
                new UnknownHandler(),
                new LargeProbe(),
                new AnotherHost(),
                new UnknownPortName(),
                new HeldByPostStart(),
                new AuxiliaryPort(),
                new PortOfLaterContainer(),
                new LaterProxy(),
                new InterceptedConnection(),
                new ClientOfLaterContainer(programs),
                new WaitingProgram(programs),
                new LoopbackListener(programs),
                new AnotherPort(programs));
    }
}
