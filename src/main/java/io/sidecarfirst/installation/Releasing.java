package io.sidecarfirst.installation;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.gate.SourceKind;

/**
 * Whether gates that do not open are given up where Pods run, and after how long.
 *
 * @param isOn whether an observer there gives gates up
 * @param after the server's settings, as far as they are known; annotations win
 */
public record Releasing(OptIn.Answer isOn, ReleaseAfter after) {
    /** Nothing is known, as of files: what holds where nothing is configured. */
    public static final Releasing UNKNOWN = new Releasing(OptIn.Answer.UNKNOWN, ReleaseAfter.DEFAULTS);

    /**
     * What that means for one gate.
     *
     * @param isOn whether an observer gives gates up there; that this one is never given up is no matter of it
     * @param seconds how long a Pod waits on it until then; 0: this gate is never given up
     */
    public record OfGate(OptIn.Answer isOn, int seconds) {
        /** One that nobody gives up, such as an author's own. */
        public static final OfGate NEVER = new OfGate(OptIn.Answer.NO, 0);

        /** Whether it is known to be given up. */
        public boolean isGivenUp() {
            return seconds > 0 && isOn == OptIn.Answer.YES;
        }

        /** Whether it is given up where an observer does that, which is not known. */
        public boolean mayBeGivenUp() {
            return seconds > 0 && isOn == OptIn.Answer.UNKNOWN;
        }
    }

    /**
     * What it means for the gate of a sidecar.
     *
     * @param source what the gate is derived from
     */
    public OfGate of(Pod pod, Container sidecar, SourceKind source) {
        return new OfGate(isOn, after.seconds(source, SidecarOverrides.of(pod, sidecar)));
    }

    /** The same for a Pod that exists: where it is not opted in, its gates are left alone. */
    public Releasing whereOptedIn(OptIn.Answer optedIn) {
        return new Releasing(isOn.and(optedIn), after);
    }
}
