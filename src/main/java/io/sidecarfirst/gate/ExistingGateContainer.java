package io.sidecarfirst.gate;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A gate container that a Pod has from an earlier decision, of which nothing but its {@code args} is ever changed.
 *
 * @param image what it runs; empty where none is named
 * @param mode what would hold the mains back if it were not there
 * @param imageNow the image that one would have which is added now; empty where none would be
 */
public record ExistingGateContainer(Optional<String> image, GateMode mode, Optional<String> imageNow) {

    /** The one of a Pod; empty where it has none. */
    public static Optional<ExistingGateContainer> in(Pod pod, Gate gate) {
        return GateContainer.in(pod).map(present -> {
            JsonNode root = pod.root().deepCopy();
            GateContainer.removeFrom(root);
            Pod without = Pod.of(root, pod.namespace());
            GateContainer now = gate.plan(without).gateContainer();
            return new ExistingGateContainer(
                    present.image(pod),
                    gate.mode(pod),
                    Optional.ofNullable(now).flatMap(container -> container.image(without)));
        });
    }

    /** Whether another image would be in one that is added now. */
    public boolean hasOtherImage() {
        return imageNow.isPresent() && !imageNow.equals(image);
    }

    /** Whether startupProbes are wanted now. */
    public boolean isForProbes() {
        return imageNow.isEmpty() && mode == GateMode.PROBE;
    }
}
