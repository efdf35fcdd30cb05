package io.sidecarfirst.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that may go wrong with the gates of a Pod. Each has a file in {@code explain.hazard}; {@code Hazards} lists
 * them in order.
 */
public interface Hazard {

    /**
     * What it finds: once for each sidecar that it concerns, or once for the whole Pod; empty where it is not there.
     */
    List<Finding> in(HazardContext context);

    /**
     * A hazard that is there.
     *
     * @param id its name in JSON; never changes
     * @param sidecar the sidecar that it is about; null for the whole Pod
     * @param text what may happen, and what to do about it
     * @param see a URL to read about it; null if there is none
     */
    record Finding(
            String id,
            @Nullable String sidecar,
            String text,
            @Nullable String see) {}
}
