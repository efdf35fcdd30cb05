package io.sidecarfirst.gate;

import java.util.Optional;

/** Why a candidate must not become a gate. One file each in {@code gate.veto}; the order is in {@code Vetoes}. */
public interface Veto {

    /** The objection to making this candidate the gate of this sidecar, if there is one. */
    Optional<Objection> against(SidecarContext context, Source.Candidate candidate);

    /**
     * An objection.
     *
     * @param reason its name in the status
     * @param detail what is wrong with this sidecar: a clause whose "its" is the sidecar
     */
    record Objection(Reason reason, String detail) {}
}
