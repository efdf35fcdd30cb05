package io.sidecarfirst.explain;

import java.util.List;
import java.util.Optional;

/** Something that may go wrong with the gates of a Pod. One file each in {@code explain.hazard}; the order in {@code Hazards}. */
public interface Hazard {

    /** Where it is there, once for each sidecar that it concerns, or once for the whole Pod. */
    List<Finding> in(HazardContext context);

    /**
     * A hazard that is there.
     *
     * @param id its name in JSON; never changes
     * @param sidecar the sidecar that it is about; empty for the whole Pod
     * @param text what may happen, and what to do about it
     * @param see where to read about it
     */
    record Finding(String id, Optional<String> sidecar, String text, Optional<String> see) {}
}
