package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A Pod, or the template of one: a JSON object with {@code metadata} and {@code spec}. */
public final class Pod {
    private final JsonNode root;
    private final List<Container> initContainers;
    private final List<Container> containers;

    private Pod(JsonNode root, List<Container> initContainers, List<Container> containers) {
        this.root = root;
        this.initContainers = initContainers;
        this.containers = containers;
    }

    /** Looks at a tree as a Pod; it is not copied, and never changed. */
    public static Pod of(JsonNode root) {
        JsonNode spec = root.path("spec");
        return new Pod(root, containers(spec.path("initContainers"), true), containers(spec.path("containers"), false));
    }

    private static List<Container> containers(JsonNode nodes, boolean init) {
        List<JsonNode> items = Tree.list(nodes);
        List<Container> containers = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            containers.add(new Container(items.get(i), i, init));
        }
        return List.copyOf(containers);
    }

    public JsonNode root() {
        return root;
    }

    /** The native sidecars, in the order in which they start. */
    public List<Container> sidecars() {
        return initContainers.stream().filter(Container::isSidecar).toList();
    }

    /** All containers in the order in which they start; the mains, which start together, come last. */
    public List<Container> inOrderOfStart() {
        return Stream.concat(initContainers.stream(), containers.stream()).toList();
    }

    /** What the kubelet starts only after the given sidecar: the later init containers and all mains. */
    public List<Container> startingAfter(Container sidecar) {
        return Stream.concat(initContainers.stream().skip(sidecar.index() + 1L), containers.stream())
                .toList();
    }

    /** The Pod's annotations; not an object where there are none. */
    public JsonNode annotations() {
        return root.path("metadata").path("annotations");
    }

    public Optional<String> annotation(String name) {
        return Tree.text(annotations().path(name));
    }

    public Optional<String> label(String name) {
        return Tree.text(root.path("metadata").path("labels").path(name));
    }

    /** Whether it shares its node's network, so that the node's loopback is its own. */
    public boolean hostNetwork() {
        return root.path("spec").path("hostNetwork").asBoolean(false);
    }
}
