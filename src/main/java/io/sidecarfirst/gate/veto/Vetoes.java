package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Veto;
import java.util.List;

/** The order in which the vetoes are asked; the first objection is the one that people read. */
public final class Vetoes {
    /** How many characters the texts of a probe's handler may have, each counted with {@link #AROUND_TEXT}. */
    public static final int MOST_CHARACTERS = 65_536;

    /** The quotes and the comma of a text. */
    public static final int AROUND_TEXT = 3;

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
