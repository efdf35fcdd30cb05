package io.sidecarfirst.gate;

/** Why a sidecar was not gated. The names are part of the status annotation, so they never change. */
public enum Reason {
    /** The Pod mirrors a static Pod in the API server: the kubelet has started it already. */
    MIRROR_POD("mirror-pod", "the Pod mirrors a static Pod, which the kubelet runs by itself"),
    /** A label or an annotation says so. */
    OPTED_OUT("opted-out", "opted out by label or annotation"),
    /** It has a startupProbe: its author's, or one that this project added before. */
    ALREADY_GATED("already-gated", "it has a startupProbe of its own, which is never changed"),
    /** Neither a readinessProbe nor a TCP port: there is nothing to derive a probe from. */
    NOTHING_TO_PROBE("nothing-to-probe", "it has neither a readinessProbe nor a declared TCP port"),
    /** The probe would fail with an error that the kubelet discards, and the Pod would hang. */
    UNKNOWN_PORT_NAME("unknown-port-name", "the probe names a port that the container does not declare"),
    /** What would answer the probe starts only after it has passed: a deadlock. */
    WAITS_FOR_LATER_CONTAINER("waits-for-later-container", "what answers the probe starts only after this sidecar"),
    /** Its check asks another host: a node or a stranger. */
    ANOTHER_HOST("another-host", "its check asks another host"),
    /** Only ports for metrics, debugging and the like are left: what the mains need may not be ready when they are. */
    AUXILIARY_PORT("auxiliary-port", "it declares only ports for metrics, debugging and the like"),
    /** Its own options name another port than the one that it declares. */
    ANOTHER_PORT("another-port", "its options tell it to listen on another port than the declared one"),
    /** Such a gate did not open in this namespace before, and was given up. */
    RELEASED("released", "such a gate did not open before and was given up"),
    /** Its author holds the mains back by a postStart hook already. */
    HELD_BY_POST_START("held-by-post-start", "its postStart hook holds the mains back already"),
    /** A mesh proxy takes the connection: it accepts all, which proves nothing, or refuses the kubelet. */
    INTERCEPTED("intercepted", "a mesh proxy would take the connection in the sidecar's place"),
    /** The port listens on loopback only, where the kubelet cannot reach it. */
    LOOPBACK_ONLY("loopback-only", "it listens on loopback only or not at all, so that the kubelet cannot reach it"),
    /** A copy of the probe could make the Pod larger than what can be stored. */
    PROBE_TOO_LARGE("probe-too-large", "its probe is so large that a copy could make the Pod too large");

    private final String id;
    private final String explanation;

    Reason(String id, String explanation) {
        this.id = id;
        this.explanation = explanation;
    }

    /** The name in the status annotation and in messages. */
    public String id() {
        return id;
    }

    /** The reason in words, as the end of "not gated: ". */
    public String explanation() {
        return explanation;
    }

    @Override
    public String toString() {
        return id;
    }
}
