package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SidecarContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What a service mesh does to a Pod's inbound connections.
 *
 * <p>Each of these meshes redirects all inbound TCP connections to its proxy, the kubelet's included, except on the
 * ports that the Pod's annotations exclude. Whether an init container or a CNI plugin sets up the redirect makes no
 * difference, so a mesh is recognised by its proxy's container alone.
 *
 * @see <a href="https://istio.io/latest/docs/reference/config/annotations/">Istio: resource annotations</a>
 * @see <a href="https://linkerd.io/2/reference/proxy-configuration/">Linkerd: proxy configuration</a>
 * @see <a href="https://kuma.io/docs/latest/reference/kubernetes-annotations/">Kuma: annotations</a>
 */
public enum Mesh {
    /** Istio with a proxy in the Pod; its ambient mode has none there. */
    ISTIO("istio-proxy", "traffic.sidecar.istio.io/excludeInboundPorts") {
        @Override
        boolean answers(Pod pod, Handler handler, int port) {
            return isRewrittenByIstio(handler) || ISTIO_PORTS.contains(port);
        }

        @Override
        boolean redirects(Pod pod, int port) {
            if (pod.annotation(ISTIO_MODE).filter(ISTIO_NO_REDIRECT::equals).isPresent()) {
                return false;
            }
            String included = pod.annotation(ISTIO_INCLUDED).map(String::trim).orElse("*");
            return included.equals("*")
                    ? !isExcluded(pod, port)
                    : ports(included).test(port);
        }
    },
    /** Linkerd. */
    LINKERD("linkerd-proxy", "config.linkerd.io/skip-inbound-ports") {
        @Override
        boolean answers(Pod pod, Handler handler, int port) {
            return port == LINKERD_PORT;
        }

        @Override
        boolean redirects(Pod pod, int port) {
            return !isExcluded(pod, port);
        }
    },
    /** Kuma. */
    KUMA("kuma-sidecar", "traffic.kuma.io/exclude-inbound-ports") {
        @Override
        boolean answers(Pod pod, Handler handler, int port) {
            String text = Integer.toString(port);
            return KUMA_PORTS.entrySet().stream()
                    .anyMatch(entry -> pod.annotation(entry.getKey())
                            .orElse(entry.getValue())
                            .equals(text));
        }

        @Override
        boolean redirects(Pod pod, int port) {
            return !isExcluded(pod, port);
        }
    };

    /** The prefix of the path of a probe that Istio rewrote. */
    public static final String ISTIO_REWRITTEN = "/app-health/";

    /** The ports of istio-proxy's own health server. */
    public static final Set<Integer> ISTIO_PORTS = Set.of(15020, 15021);

    /** The annotation that switches Istio's redirect off with the value {@link #ISTIO_NO_REDIRECT}. */
    public static final String ISTIO_MODE = "sidecar.istio.io/interceptionMode";

    public static final String ISTIO_NO_REDIRECT = "NONE";

    /** The annotation with the only ports that Istio redirects; all where it is absent or {@code *}. */
    public static final String ISTIO_INCLUDED = "traffic.sidecar.istio.io/includeInboundPorts";

    /** The port of linkerd-proxy's own health server. */
    public static final int LINKERD_PORT = 4191;

    /** The annotations with the ports on which kuma-sidecar answers probes, and their defaults. */
    public static final Map<String, String> KUMA_PORTS =
            Map.of("kuma.io/virtual-probes-port", "9000", "kuma.io/application-probe-proxy-port", "9001");

    private final String proxy;
    private final String exclusion;

    Mesh(String proxy, String exclusion) {
        this.proxy = proxy;
        this.exclusion = exclusion;
    }

    /** The name of its proxy's container. */
    public String proxy() {
        return proxy;
    }

    /** The annotation with the ports that are not redirected. */
    public String exclusion() {
        return exclusion;
    }

    final boolean isExcluded(Pod pod, int port) {
        return pod.annotation(exclusion).map(list -> ports(list).test(port)).orElse(false);
    }

    /** Whether a connection to that port goes to the proxy. */
    abstract boolean redirects(Pod pod, int port);

    /** Whether the proxy itself answers that probe, its own or, where the mesh rewrites probes, another container's. */
    abstract boolean answers(Pod pod, Handler handler, int port);

    /** Whether Istio rewrote the probe, so that istio-proxy answers it after asking the container. */
    static boolean isRewrittenByIstio(Handler handler) {
        return handler.path().filter(path -> path.startsWith(ISTIO_REWRITTEN)).isPresent();
    }

    /**
     * A mesh's proxy, as one sidecar sees it.
     *
     * @param container the proxy
     * @param earlier whether it is a sidecar that has started, and passed its own gate, before that sidecar starts
     */
    record Proxy(Mesh mesh, Container container, boolean earlier) {

        /** Whether the sidecar's probe goes to this proxy; no port at all counts as one that is redirected. */
        boolean redirects(SidecarContext context, Handler handler) {
            return context.sidecar()
                    .probedPort(handler)
                    .map(port -> mesh.redirects(context.pod(), port))
                    .orElse(true);
        }
    }

    /** The Pod's mesh proxies; none for a proxy itself, because the kubelet reaches it directly. */
    static List<Proxy> around(SidecarContext context) {
        if (isProxy(context.sidecar())) {
            return List.of();
        }
        return Arrays.stream(values())
                .flatMap(mesh -> context.pod().named(mesh.proxy).stream()
                        .filter(container -> !container.init() || container.isSidecar())
                        .limit(1)
                        .map(container -> new Proxy(
                                mesh,
                                container,
                                container.init()
                                        && container.index() < context.sidecar().index())))
                .toList();
    }

    /** Whether the container is a mesh's proxy, by its name. */
    static boolean isProxy(Container container) {
        return Arrays.stream(values()).anyMatch(mesh -> mesh.proxy.equals(container.name()));
    }

    /** A list such as {@code 80,8080-8090}; what is no port or range in it matches nothing. */
    private static IntPredicate ports(String list) {
        return port -> Arrays.stream(list.split(",", -1)).map(String::trim).anyMatch(item -> {
            int dash = item.indexOf('-');
            int first = number(dash < 0 ? item : item.substring(0, dash));
            int last = dash < 0 ? first : number(item.substring(dash + 1));
            return first > 0 && first <= port && port <= last;
        });
    }

    private static int number(String text) {
        String digits = text.trim();
        return !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : 0;
    }
}
