package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.GateContainer;
import java.util.List;

/**
 * A gate container is one more image that each node has to pull, and one more container that policies look at. Where it
 * cannot be pulled, or is refused, the Pod does not start.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff">ImagePullBackOff</a>
 */
final class GateImagePull implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        GateContainer gate = context.plan().gateContainer();
        return gate == null || gate.checks().isEmpty()
                ? List.of()
                : List.of(new Finding(
                        "gate-image",
                        null,
                        "The init container " + GateContainer.NAME
                                + " needs its image on the node: where it cannot be pulled, or a policy refuses it,"
                                + " the mains do not start.",
                        "https://kubernetes.io/docs/concepts/containers/images/#imagepullbackoff"));
    }
}
