package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The containers of a Pod that take its inbound connections. Found once for a Pod, so that the time for thousands of
 * containers does not grow with their square.
 */
public final class MeshProxies {
    private final Pod pod;

    /** The first proxy of each known mesh; else, where a redirect is, the first and the last of what looks like one. */
    private final Map<Mesh, List<Container>> proxies = new EnumMap<>(Mesh.class);

    /** The index of the init container that sets up a redirect of no known mesh. */
    private int firstRedirect = -1;

    MeshProxies(Pod pod) {
        this.pod = pod;
        List<Container> startOrder = pod.containers();
        for (Container container : startOrder) {
            if (mayBeProxy(container)) {
                mesh(container).ifPresent(mesh -> proxies.putIfAbsent(mesh, List.of(container)));
            }
        }
        if (!proxies.isEmpty()) {
            return;
        }
        Optional<Container> redirect =
                startOrder.stream().filter(Mesh::isRedirect).findFirst();
        if (redirect.isPresent()) {
            firstRedirect = redirect.get().index();
            for (Container container : startOrder) {
                if (mayBeProxy(container) && Mesh.OTHER.isProxy(pod, container)) {
                    proxies.merge(Mesh.OTHER, List.of(container), (first, last) -> List.of(first.get(0), last.get(0)));
                }
            }
        }
    }

    /** What runs beside the mains. */
    private static boolean mayBeProxy(Container container) {
        return !container.init() || container.isSidecar();
    }

    private Optional<Mesh> mesh(Container container) {
        for (Mesh mesh : Mesh.values()) {
            if (mesh != Mesh.OTHER && mesh.isProxy(pod, container)) {
                return Optional.of(mesh);
            }
        }
        return Optional.empty();
    }

    /**
     * A mesh's proxy, as one sidecar sees it.
     *
     * @param container the proxy
     * @param earlier whether it is a sidecar that has started, and passed its own gate, before that sidecar starts
     */
    public record Proxy(Mesh mesh, Container container, boolean earlier) {

        /** Whether the sidecar's probe goes to this proxy; no port at all counts as one that is redirected. */
        public boolean redirects(SidecarContext context, Handler handler) {
            return context.sidecar()
                    .probedPort(handler)
                    .map(port -> mesh.redirects(context.pod(), port))
                    .orElse(true);
        }
    }

    /** The proxies around a sidecar; none for the proxy of a known mesh, because the kubelet reaches it directly. */
    public List<Proxy> around(Container sidecar) {
        if (proxies.isEmpty() || isProxy(sidecar) || sidecar.index() < firstRedirect) {
            return List.of();
        }
        List<Proxy> around = new ArrayList<>();
        proxies.forEach((mesh, containers) -> containers.stream()
                .filter(container -> container.init() != sidecar.init() || container.index() != sidecar.index())
                .map(container -> new Proxy(mesh, container, !container.startsAfter(sidecar)))
                .forEach(around::add));
        return around;
    }

    /** Whether the sidecar is the proxy of a known mesh. */
    public boolean isProxy(Container sidecar) {
        return mesh(sidecar).isPresent();
    }

    /**
     * Whether a redirect of no known mesh may take connections that the Pod makes to itself. Known meshes leave these
     * alone; of another, only a command that shows nothing but incoming ones (PREROUTING) is known not to.
     */
    boolean mayTakeOutbound() {
        return has(Mesh.OTHER)
                && pod.containers().stream()
                        .filter(Mesh::isRedirect)
                        .map(container -> String.join(" ", container.commandLine()))
                        .anyMatch(command -> !command.contains("PREROUTING") || command.contains("OUTPUT"));
    }

    /** Whether the Pod has a proxy of that mesh. */
    boolean has(Mesh mesh) {
        return proxies.containsKey(mesh);
    }
}
