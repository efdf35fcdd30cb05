package io.sidecarfirst.gate;

/**
 * One sidecar that is decided on, with everything that the decision may read.
 *
 * @param pod its Pod
 * @param sidecar the sidecar
 * @param overrides what the Pod's annotations ask for it
 * @param mode what would hold the mains back
 */
public record SidecarContext(Pod pod, Container sidecar, SidecarOverrides overrides, GateMode mode) {

    /**
     * Whether this is asked from inside the Pod's network: also on loopback, and past what takes or drops the
     * connections from outside. A command is run by the kubelet in every mode.
     */
    public boolean asksFromInside(Handler handler) {
        return mode == GateMode.CONTAINER && handler.network();
    }
}
