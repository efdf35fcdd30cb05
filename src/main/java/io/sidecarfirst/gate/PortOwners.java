package io.sidecarfirst.gate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which containers of a Pod a TCP port belongs to. Made once for a Pod, so that the time for thousands of containers
 * does not grow with their square.
 */
public final class PortOwners {
    private final Map<Integer, Container> firstSidecar = new HashMap<>();
    private final Map<Integer, Container> lastOwner = new HashMap<>();

    /** The first sidecar that declares no port. */
    private @Nullable Container firstWithout;

    PortOwners(Pod pod) {
        for (Container container : pod.containers()) {
            boolean declares = false;
            for (Container.Port port : container.ports()) {
                if (port.tcp()) {
                    declares = true;
                    lastOwner.put(port.number(), container);
                    if (container.isSidecar()) {
                        firstSidecar.putIfAbsent(port.number(), container);
                    }
                }
            }
            if (!declares && firstWithout == null && container.isSidecar()) {
                firstWithout = container;
            }
            if (container.isSidecar()) {
                addAnnotated(pod, container, Annotations.of(pod).overrides(container));
            }
            container.startupProbe().ifPresent(probe -> add(pod, container, probe));
            container.readinessProbe().ifPresent(probe -> add(pod, container, probe));
            container.livenessProbe().ifPresent(probe -> add(pod, container, probe));
        }
    }

    /**
     * What annotations say that it answers is as good as a probe. The gate that is made of it asks the same port: so a
     * Pod with its gates is decided on as it was without them, whoever wrote its startupProbes.
     */
    private void addAnnotated(Pod pod, Container sidecar, SidecarOverrides asked) {
        if (asked.port() != null) {
            sidecar.resolve(asked.port()).ifPresent(number -> lastOwner.put(number, sidecar));
        }
        if (asked.probe() != null) {
            add(pod, sidecar, asked.probe());
        }
    }

    private void add(Pod pod, Container container, Probe probe) {
        for (Handler handler : probe.handlers()) {
            if (handler.reaches(pod)) {
                container.probedPort(handler).ifPresent(number -> lastOwner.put(number, container));
            }
        }
    }

    /** Whether each sidecar that starts before this one declares a port. */
    public boolean allDeclareBefore(Container sidecar) {
        return firstWithout == null || firstWithout.index() >= sidecar.index();
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
