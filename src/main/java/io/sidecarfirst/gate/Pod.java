package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Pod, or the template of one: a JSON object with {@code metadata} and {@code spec}. Not safe to share between
 * threads: what is asked for more than once is cached.
 */
public final class Pod {
    private final JsonNode root;
    private final String namespace;
    private final List<Container> startOrder;
    private final List<Container> sidecars;
    private final @Nullable GateContainer gateContainer;
    private @Nullable Map<String, List<Container>> byName;
    private final Map<Class<?>, Object> derived = new HashMap<>();

    private Pod(JsonNode root, String namespace, List<Container> startOrder, @Nullable GateContainer gateContainer) {
        this.root = root;
        this.namespace = namespace;
        this.startOrder = startOrder;
        this.gateContainer = gateContainer;
        this.sidecars = startOrder.stream().filter(Container::isSidecar).toList();
    }

    /** A Pod over its JSON, which is not copied and never changed. */
    public static Pod of(JsonNode root) {
        return of(root, "");
    }

    /**
     * The same.
     *
     * @param namespace where it is created, for one that does not say so; empty where that is not known
     */
    public static Pod of(JsonNode root, String namespace) {
        JsonNode spec = root.path("spec");
        List<Container> startOrder = new ArrayList<>();
        add(spec.path("initContainers"), true, startOrder);
        GateContainer gate = removeGate(startOrder);
        add(spec.path("containers"), false, startOrder);
        String own = Json.text(root.path("metadata").path("namespace")).orElse("");
        return new Pod(root, own.isEmpty() ? namespace : own, List.copyOf(startOrder), gate);
    }

    /** It is no container that a sidecar could belong to, and its arguments name the ports of others. */
    private static @Nullable GateContainer removeGate(List<Container> initContainers) {
        for (Container container : initContainers) {
            if (GateContainer.isNamedSo(container)) {
                Optional<GateContainer> gate = GateContainer.of(container);
                if (gate.isPresent()) {
                    initContainers.remove(container);
                    return gate.get();
                }
            }
        }
        return null;
    }

    private static void add(JsonNode nodes, boolean init, List<Container> to) {
        List<JsonNode> items = Json.list(nodes);
        for (int i = 0; i < items.size(); i++) {
            to.add(new Container(items.get(i), i, init));
        }
    }

    public JsonNode root() {
        return root;
    }

    /** Its namespace; empty where that is not known. */
    public String namespace() {
        return namespace;
    }

    /** The native sidecars, in the order in which they start. */
    public List<Container> sidecars() {
        return sidecars;
    }

    /** The containers of that name, in the order in which they start; a valid Pod has at most one. */
    public List<Container> named(String name) {
        if (byName == null) {
            byName = new HashMap<>();
            for (Container container : startOrder) {
                byName.computeIfAbsent(container.name(), n -> new ArrayList<>(1))
                        .add(container);
            }
        }
        return byName.getOrDefault(name, List.of());
    }

    /** Which containers the TCP ports belong to. */
    public PortOwners portOwners() {
        return derived(PortOwners.class, PortOwners::new);
    }

    /** Which containers take its inbound connections. */
    public MeshProxies meshProxies() {
        return derived(MeshProxies.class, MeshProxies::new);
    }

    /** The gate container that it has from an earlier decision. */
    @Nullable
    GateContainer gateContainer() {
        return gateContainer;
    }

    /** What the gate container that it has asks this sidecar, if it does. */
    public Optional<GateCheck> gateCheck(Container sidecar) {
        return gateContainer == null
                ? Optional.empty()
                : gateContainer.checks().stream()
                        .filter(check -> check.sidecar().equals(sidecar.name()))
                        .findFirst();
    }

    /** All containers but ephemeral ones and the gate container, in the order in which they start. */
    public List<Container> containers() {
        return startOrder;
    }

    /** What is made of this Pod once and asked for more than once. */
    @SuppressWarnings("unchecked") // put in below, by its type
    public <T> T derived(Class<T> type, Function<Pod, T> make) {
        Object known = derived.get(type);
        if (known == null) {
            known = make.apply(this);
            derived.put(type, known);
        }
        return (T) known;
    }

    /** The Pod's annotations; not an object where there are none. */
    public JsonNode annotations() {
        return root.path("metadata").path("annotations");
    }

    public Optional<String> annotation(String name) {
        return Json.text(annotations().path(name));
    }

    public Optional<String> label(String name) {
        return Json.text(root.path("metadata").path("labels").path(name));
    }

    /** The lines that it adds to the hosts files of its containers. */
    public List<HostAlias> hostAliases() {
        JsonNode aliases = root.path("spec").path("hostAliases");
        return aliases.isEmpty()
                ? List.of()
                : Json.list(aliases).stream()
                        .map(alias -> new HostAlias(
                                Json.text(alias.path("ip")).orElse(""), Json.texts(alias.path("hostnames"))))
                        .toList();
    }

    /** An address and its names. */
    public record HostAlias(String ip, List<String> names) {}

    /** Whether it shares its node's network, so that the node's loopback is its own. */
    public boolean hostNetwork() {
        return root.path("spec").path("hostNetwork").asBoolean(false);
    }

    /**
     * Whether it runs on Windows, as far as it says so.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/windows/user-guide/">Windows containers in Kubernetes</a>
     */
    boolean isForWindows() {
        JsonNode spec = root.path("spec");
        JsonNode selector = spec.path("nodeSelector");
        return Stream.of(
                                spec.path("os").path("name"),
                                selector.path("kubernetes.io/os"),
                                selector.path("beta.kubernetes.io/os"))
                        .anyMatch(os -> os.asString("").equals("windows"))
                || spec.at("/securityContext/windowsOptions").isObject()
                || containers().stream()
                        .anyMatch(container -> container
                                .node()
                                .at("/securityContext/windowsOptions")
                                .isObject())
                || isKeptToWindows(spec.at(
                        "/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms"));
    }

    /**
     * Whether each of these terms, of which one has to hold, is about Windows alone.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity">Node
     *     affinity</a>
     */
    private static boolean isKeptToWindows(JsonNode terms) {
        List<JsonNode> all = Json.list(terms);
        return !all.isEmpty()
                && all.stream()
                        .allMatch(term -> Json.list(term.path("matchExpressions")).stream()
                                .anyMatch(expression ->
                                        expression.path("key").asString("").endsWith("kubernetes.io/os")
                                                && expression
                                                        .path("operator")
                                                        .asString("")
                                                        .equals("In")
                                                && Json.texts(expression.path("values"))
                                                        .equals(List.of("windows"))));
    }

    /** Whether its containers run as root unless they say otherwise. */
    boolean runsAsRoot() {
        JsonNode user = root.path("spec").path("securityContext").path("runAsUser");
        return user.isIntegralNumber() && user.asLong(1) == 0;
    }
}
