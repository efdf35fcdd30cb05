package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Veto;
import java.util.List;

/** The order in which the vetoes are asked; the first objection is the one that is reported. */
public final class Vetoes {
    private Vetoes() {}

    /** All of them, under these settings. */
    public static List<Veto> inOrder(Settings settings) {
        return List.of(
                new UnknownHandler(),
                new LargeProbe(),
                new UnknownPortName(),
                new PortOfLaterContainer(),
                new LaterProxy(),
                new InterceptedConnection(),
                new LoopbackListener(settings.loopbackImages()));
    }
}
