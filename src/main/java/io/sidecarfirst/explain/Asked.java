package io.sidecarfirst.explain;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.PortReference;
import io.sidecarfirst.gate.SourceKind;
import java.util.Optional;
import java.util.stream.Stream;

/** What annotations ask for a sidecar. One that cannot be used is ignored, and so asks for nothing. */
public final class Asked {
    private static final String DOMAIN = "sidecar-first.io/";
    private static final String AUTOMATIC = "auto";

    private Asked() {}

    /** The port to gate on: always the sidecar's own annotation, because one of the whole Pod cannot be used. */
    public static Optional<PortReference> port(Pod pod, Container sidecar) {
        return pod.annotation(sidecar.name() + "." + DOMAIN + "port").flatMap(PortReference::parse);
    }

    /** What the gate is to be derived from: by the sidecar's own annotation, else by the Pod's. */
    static Optional<SourceKind> source(Pod pod, Container sidecar) {
        return Stream.of(sidecar.name() + "." + DOMAIN + "source", DOMAIN + "source")
                .flatMap(key -> pod.annotation(key).stream())
                .filter(value -> value.equals(AUTOMATIC) || SourceKind.of(value).isPresent())
                .findFirst()
                .flatMap(SourceKind::of);
    }
}
