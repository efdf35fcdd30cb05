package io.sidecarfirst.gate;

import java.util.Optional;
import java.util.stream.Stream;

/** What holds the mains back. */
public enum GateMode {
    /** A startupProbe on each sidecar, which the kubelet asks: the default. */
    PROBE("probe"),
    /** One init container behind the sidecars, which asks them from inside the Pod's network, all at once. */
    CONTAINER("container");

    private final String id;

    GateMode(String id) {
        this.id = id;
    }

    /** The name in annotations, labels, settings and in the status. */
    public String id() {
        return id;
    }

    /** The mode of that name. */
    public static Optional<GateMode> of(String id) {
        return Stream.of(values()).filter(mode -> mode.id.equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id;
    }
}
