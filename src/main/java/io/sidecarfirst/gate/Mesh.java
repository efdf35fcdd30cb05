package io.sidecarfirst.gate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a service mesh does to a Pod's inbound connections.
 *
 * <p>Each of these meshes redirects inbound TCP connections to its proxy, the kubelet's included, except on the ports
 * that the Pod's annotations exclude. Whether an init container or a CNI plugin sets up the redirect makes no
 * difference, so a mesh is recognised by its proxy's container, and where that is called just "envoy", by what else the
 * mesh puts into the Pod.
 *
 * @see <a href="https://istio.io/latest/docs/reference/config/annotations/">Istio: resource annotations</a>
 * @see <a href="https://linkerd.io/2/reference/proxy-configuration/">Linkerd: proxy configuration</a>
 * @see <a href="https://kuma.io/docs/latest/reference/kubernetes-annotations/">Kuma: annotations</a>
 * @see <a href="https://developer.hashicorp.com/consul/docs/reference/k8s/annotation-label">Consul: annotations and
 *     labels</a>, and <a
 *     href="https://github.com/hashicorp/consul-k8s/blob/main/control-plane/connect-inject/webhook/redirect_traffic.go">
 *     which ports it redirects</a>
 * @see <a
 *     href="https://github.com/aws/aws-app-mesh-controller-for-k8s/blob/master/pkg/inject/constants.go">AWS App Mesh:
 *     annotations</a>
 * @see <a href="https://github.com/openservicemesh/osm/blob/main/pkg/injector/health_probes.go">Open Service Mesh:
 *     probes</a>, and <a href="https://github.com/openservicemesh/osm/blob/main/pkg/injector/exclusions.go">its
 *     exclusions</a>
 */
public enum Mesh {
    /** Istio with a proxy in the Pod; its ambient mode has none there. */
    ISTIO("Istio", "istio-proxy", "traffic.sidecar.istio.io/excludeInboundPorts", "sidecar.istio.io/inject") {
        /** Or by a revision, which is that of a waypoint where the Pod is in the ambient mode. */
        @Override
        Optional<String> injection(Pod pod) {
            String revision = "istio.io/rev";
            return setting(pod, "sidecar.istio.io/inject").isPresent()
                    ? super.injection(pod)
                    : setting(pod, revision)
                            .filter(name -> !name.isEmpty()
                                    && pod.label("istio.io/dataplane-mode")
                                            .filter("ambient"::equals)
                                            .isEmpty())
                            .map(name -> revision);
        }

        @Override
        public boolean answers(Pod pod, Handler handler, int port) {
            return isRewrittenByIstio(handler) || ISTIO_PORTS.contains(port);
        }

        @Override
        public boolean redirects(Pod pod, int port) {
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
    LINKERD("Linkerd", "linkerd-proxy", "config.linkerd.io/skip-inbound-ports", "linkerd.io/inject") {
        @Override
        public boolean answers(Pod pod, Handler handler, int port) {
            return port == LINKERD_PORT;
        }

        /**
         * By default every client is let in; the policies that demand a mesh's identity have other names. The
         * annotation is the Pod's or its namespace's; the injector writes what holds into the proxy's variable.
         */
        @Override
        public boolean mayRefuse(Pod pod) {
            return Stream.concat(
                            pod.annotation("config.linkerd.io/default-inbound-policy").stream(),
                            pod.named("linkerd-proxy").stream()
                                    .flatMap(proxy -> proxy.environment().stream())
                                    .filter(variable -> variable.name().equals(LINKERD_POLICY))
                                    .map(Container.EnvironmentVariable::value))
                    .anyMatch(policy -> !policy.endsWith("-unauthenticated") && !policy.equals("audit"));
        }
    },
    /** Kuma. */
    KUMA("Kuma", "kuma-sidecar", "traffic.kuma.io/exclude-inbound-ports", "kuma.io/sidecar-injection") {
        @Override
        public boolean answers(Pod pod, Handler handler, int port) {
            String text = Integer.toString(port);
            return handler.path().filter(IS_KUMA_PATH).isPresent()
                    && KUMA_PORTS.entrySet().stream()
                            .anyMatch(entry -> pod.annotation(entry.getKey())
                                    .orElse(entry.getValue())
                                    .equals(text));
        }
    },
    /** Consul, which redirects only with its transparent proxy, and rewrites the probes of mains only. */
    CONSUL(
            "Consul",
            "consul-dataplane",
            "consul.hashicorp.com/transparent-proxy-exclude-inbound-ports",
            "consul.hashicorp.com/connect-inject") {
        /** One proxy for each service of a Pod: {@code consul-dataplane-web}. Before 1.0 it was Envoy itself. */
        @Override
        boolean isProxy(Pod pod, Container container) {
            return container.name().startsWith("consul-dataplane")
                    || container.name().startsWith("envoy-sidecar")
                    || container.imageName().equals("consul-dataplane");
        }

        @Override
        public boolean redirects(Pod pod, int port) {
            boolean injected = pod.annotation("consul.hashicorp.com/connect-inject-status")
                    .filter("injected"::equals)
                    .isPresent();
            boolean transparent = injected
                    ? pod.annotation("consul.hashicorp.com/transparent-proxy-status")
                            .isPresent()
                    : pod.annotation("consul.hashicorp.com/transparent-proxy")
                            .filter(value -> !isTrue(value))
                            .isEmpty();
            return transparent && !isExcluded(pod, port);
        }

        /** The listeners for rewritten probes: a hundred each for liveness, readiness and startup. */
        @Override
        public boolean answers(Pod pod, Handler handler, int port) {
            return port >= 20300 && port < 20600;
        }
    },
    /** AWS App Mesh, which redirects the application's ports alone. */
    APP_MESH("AWS App Mesh", "envoy", null, "appmesh.k8s.aws/sidecarInjectorWebhook") {
        @Override
        boolean isProxy(Pod pod, Container container) {
            return super.isProxy(pod, container)
                    && (container.image().contains("appmesh")
                            || !pod.named(APP_MESH_INIT).isEmpty());
        }

        @Override
        public boolean redirects(Pod pod, int port) {
            return pod.annotation("appmesh.k8s.aws/ports")
                    .or(() -> pod.named(APP_MESH_INIT).stream()
                            .flatMap(init -> init.environment().stream())
                            .filter(variable -> variable.name().equals("APPMESH_APP_PORTS"))
                            .map(Container.EnvironmentVariable::value)
                            .findFirst())
                    .map(list -> ports(list).test(port))
                    .orElse(true);
        }
    },
    /** Open Service Mesh. */
    OPEN_SERVICE_MESH(
            "Open Service Mesh",
            "envoy",
            "openservicemesh.io/inbound-port-exclusion-list",
            "openservicemesh.io/sidecar-injection") {
        @Override
        boolean isProxy(Pod pod, Container container) {
            return super.isProxy(pod, container)
                    && (!pod.named("osm-init").isEmpty()
                            || pod.label("osm-proxy-uuid").isPresent());
        }

        /** Rewritten probes: liveness, readiness, startup, and TCP. */
        @Override
        public boolean answers(Pod pod, Handler handler, int port) {
            return port >= 15901 && port <= 15904;
        }
    },
    /** An init container sets up a redirect, and what looks like a proxy is what it redirects to. */
    OTHER("a proxy", null, null, null) {
        @Override
        boolean isProxy(Pod pod, Container container) {
            return named(container, PROXY_WORDS);
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

    /** The variable of linkerd-proxy with the policy for clients that no other policy speaks of. */
    public static final String LINKERD_POLICY = "LINKERD2_PROXY_INBOUND_DEFAULT_POLICY";

    /** The annotations with the ports on which kuma-sidecar answers probes, and their defaults. */
    public static final Map<String, String> KUMA_PORTS =
            Map.of("kuma.io/virtual-probes-port", "9000", "kuma.io/application-probe-proxy-port", "9001");

    /**
     * The paths of probes that Kuma rewrote, all {@code httpGet}: {@code /8080/health}, {@code /tcp/6379}, {@code
     * /grpc/50051}. Others on these ports are an application's own.
     */
    public static final String KUMA_PATH = "^/((tcp|grpc)/)?[0-9]+(/|$)";

    private static final Predicate<String> IS_KUMA_PATH =
            Pattern.compile(KUMA_PATH).asPredicate();

    /** The init container of App Mesh; its image is aws-appmesh-proxy-route-manager. */
    private static final String APP_MESH_INIT = "proxyinit";

    /** The words by which these meshes say yes. */
    public static final Set<String> YES_WORDS = Set.of("true", "t", "1", "yes", "enabled", "ingress");

    /** What the names of proxies have in them. */
    public static final Set<String> PROXY_WORDS = Set.of(
            "proxy",
            "envoy",
            "dataplane",
            "mesh",
            "nginx",
            "traefik",
            "squid",
            "redsocks",
            "v2ray",
            "xray",
            "sing-box",
            "shadowsocks",
            "clash",
            "gost",
            "mitm",
            "mosn",
            "pipy",
            "tunnel",
            "gateway",
            "sidecar",
            "traffic-agent");

    /** What the names of init containers have in them that set up a redirect. */
    public static final Set<String> REDIRECT_WORDS = Set.of(
            "iptables",
            "nftables",
            "tproxy",
            "proxyinit",
            "proxy-init",
            "init-proxy",
            "route-manager",
            "redirect",
            "envoy-init",
            "mesh-init",
            "osm-init",
            "istio-init",
            "linkerd-init",
            "kuma-init",
            "fsm-init",
            "agent-init");

    /** What a command has in it that sets up a redirect: iptables, ip6tables, iptables-restore, nft. */
    public static final String REDIRECT_COMMAND = "ip6?tables|\\bnft\\b";

    private static final Predicate<String> IS_REDIRECT_COMMAND =
            Pattern.compile(REDIRECT_COMMAND).asPredicate();

    private final String title;
    private final @Nullable String proxy;
    private final @Nullable String exclusion;
    private final @Nullable String injection;

    Mesh(String title, @Nullable String proxy, @Nullable String exclusion, @Nullable String injection) {
        this.title = title;
        this.proxy = proxy;
        this.exclusion = exclusion;
        this.injection = injection;
    }

    /** Its name, for a person. */
    public String title() {
        return title;
    }

    /** The name of its proxy's container, where that has one. */
    public Optional<String> proxy() {
        return Optional.ofNullable(proxy);
    }

    /** The annotation with the ports that are not redirected, where there is one. */
    public Optional<String> exclusion() {
        return Optional.ofNullable(exclusion);
    }

    /** Whether a connection to that port goes to the proxy. */
    public boolean redirects(Pod pod, int port) {
        return !isExcluded(pod, port);
    }

    /** Whether the proxy itself answers that probe, its own or, where the mesh rewrites probes, another container's. */
    public boolean answers(Pod pod, Handler handler, int port) {
        return false;
    }

    /** Whether the proxy refuses who has no certificate of the mesh, as the kubelet, or may do so. */
    public boolean mayRefuse(Pod pod) {
        return true;
    }

    /** Whether the container is this mesh's proxy. */
    boolean isProxy(Pod pod, Container container) {
        return container.name().equals(proxy);
    }

    /** Whether Istio rewrote the probe, so that istio-proxy answers it after asking the container. */
    public static boolean isRewrittenByIstio(Handler handler) {
        return handler.path().filter(path -> path.startsWith(ISTIO_REWRITTEN)).isPresent();
    }

    /**
     * The label or annotation by which the Pod asks for this mesh's proxy.
     *
     * @see <a href="https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/">Istio: sidecar
     *     injection</a>
     * @see <a href="https://linkerd.io/2/features/proxy-injection/">Linkerd: proxy injection</a>
     */
    Optional<String> injection(Pod pod) {
        return Optional.ofNullable(injection)
                .filter(key -> setting(pod, key).filter(Mesh::isTrue).isPresent());
    }

    private static Optional<String> setting(Pod pod, String key) {
        return pod.label(key).or(() -> pod.annotation(key));
    }

    private static boolean isTrue(String value) {
        return YES_WORDS.contains(value.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether an init container that runs to its end redirects the Pod's connections, by what it may do, what it runs,
     * or its name.
     */
    static boolean isRedirect(Container container) {
        return container.init()
                && !container.isSidecar()
                && (container.addsCapability("NET_ADMIN")
                        || container.commandLine().stream().anyMatch(IS_REDIRECT_COMMAND)
                        || named(container, REDIRECT_WORDS));
    }

    final boolean isExcluded(Pod pod, int port) {
        return exclusion()
                .flatMap(pod::annotation)
                .filter(list -> ports(list).test(port))
                .isPresent();
    }

    /** A list such as {@code 80,8080-8090}; what is no port or range in it matches nothing. */
    private static IntPredicate ports(String list) {
        return port -> Arrays.stream(list.split(",", -1)).map(String::trim).anyMatch(item -> {
            String[] ends = item.split("-", 2);
            int first = number(ends[0]);
            int last = number(ends[ends.length - 1]);
            return first > 0 && first <= port && port <= last;
        });
    }

    private static int number(String text) {
        String digits = text.trim();
        return !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : 0;
    }

    private static boolean named(Container container, Set<String> words) {
        String names = (container.name() + "\n" + container.imageName()).toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(names::contains);
    }
}
