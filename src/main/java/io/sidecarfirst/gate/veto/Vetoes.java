package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.program.Programs;
import java.util.List;

/** The order in which the vetoes are asked; the first objection is the one that is reported. */
public final class Vetoes {
    private Vetoes() {}

    /**
     * All of them.
     *
     * @param programs the programs that are known
     */
    public static List<Veto> inOrder(Programs programs) {
        return List.of(
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
