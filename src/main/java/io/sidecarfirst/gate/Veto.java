package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Why a candidate must not become a gate. One file each in {@code gate.veto}; the order is in {@code Vetoes}. */
public interface Veto {

    /** The objection to making this candidate the gate of this sidecar, if there is one. */
    Optional<Objection> against(SidecarContext context, Source.Candidate candidate);

    /** The first objection that any of these gives; those after it are not asked. */
    static <T> Optional<Objection> first(List<T> all, Function<? super T, Optional<Objection>> against) {
        for (T one : all) {
            Optional<Objection> objection = against.apply(one);
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    /**
     * An objection.
     *
     * @param reason its name in the status
     * @param detail what is wrong with this sidecar: a clause whose "its" is the sidecar
     * @param isEvidence whether it only makes it likely that the gate never opens, or proves nothing, so that a person
     *     who asks for the gate by annotation gets it; otherwise the gate cannot work
     */
    record Objection(Reason reason, String detail, boolean isEvidence) {

        /** The gate cannot work, whoever asks for it. */
        public static Objection cannotWork(Reason reason, String detail) {
            return new Objection(reason, detail, false);
        }

        /** Something in the Pod speaks against the gate. */
        public static Objection evidence(Reason reason, String detail) {
            return new Objection(reason, detail, true);
        }
    }
}
