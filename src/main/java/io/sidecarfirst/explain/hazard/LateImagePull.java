package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import java.util.List;

/**
 * The kubelet pulls a container's image when it is that container's turn. So the images of the mains, and of what comes
 * after the sidecar, are pulled only when the gate has opened, and no longer while the sidecar starts.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy">Image pull policy</a>: the
 *     image is pulled when a container is started
 */
final class LateImagePull implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        return context.plan().gates().isEmpty()
                ? List.of()
                : List.of(new Finding(
                        "late-image-pull",
                        null,
                        "The kubelet pulls the images of the mains only when the gate has opened. Without it they are"
                                + " pulled while the sidecar starts: on a node that does not have them, the mains start"
                                + " later by the time of the pull.",
                        "https://kubernetes.io/docs/concepts/containers/images/"));
    }
}
