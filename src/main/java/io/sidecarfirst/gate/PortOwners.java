package io.sidecarfirst.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which containers of a Pod a TCP port belongs to. Made once for a Pod, so that the time for thousands of containers
 * does not grow with their square.
 */
public final class PortOwners {
    private final Map<Integer, Container> firstSidecar = new HashMap<>();
    private final Map<Integer, Container> lastOwner = new HashMap<>();

    PortOwners(Pod pod) {
        for (Container container : pod.containers()) {
            for (Container.Port port : container.ports()) {
                if (port.tcp()) {
                    lastOwner.put(port.number(), container);
                    if (container.isSidecar()) {
                        firstSidecar.putIfAbsent(port.number(), container);
                    }
                }
            }
            Stream.of(container.startupProbe(), container.readinessProbe(), container.livenessProbe())
                    .flatMap(Optional::stream)
                    .flatMap(probe -> probe.handlers().stream())
                    .filter(handler -> handler.reaches(pod))
                    .flatMap(handler -> container.probedPort(handler).stream())
                    .forEach(number -> lastOwner.put(number, container));
        }
    }

    /** Whether this sidecar, or one that starts before it, declares the port. */
    public boolean declaredBy(Container sidecar, int port) {
        Container owner = firstSidecar.get(port);
        return owner != null && owner.index() <= sidecar.index();
    }

    /** The main that declares the port or has a probe on it. */
    public Optional<Container> main(int port) {
        return Optional.ofNullable(lastOwner.get(port)).filter(owner -> !owner.init());
    }

    /** The last container that starts only after this sidecar and declares the port or has a probe on it. */
    public Optional<Container> laterThan(Container sidecar, int port) {
        return Optional.ofNullable(lastOwner.get(port)).filter(owner -> owner.startsAfter(sidecar));
    }
}
