package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The init container that the mains wait for: it asks the sidecars before it, all at once, until each has answered or
 * was given up, and ends. It meets the restricted Pod Security Standard, and adds nothing to what the Pod reserves.
 *
 * @param index where it stands in {@code initContainers}, or is added
 * @param checks what it asks
 * @param added the container, where the Pod does not have it yet; else null
 * @param pullSecrets the names of Secrets that the Pod gets for its image
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/">Init containers</a>
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted">Restricted</a>
 */
public record GateContainer(
        int index, List<GateCheck> checks, @Nullable ObjectNode added, List<String> pullSecrets) {
    /** The container's name. */
    public static final String NAME = "sidecar-first-gate";

    /** Its user, where the Pod would have it run as root, which it must not. */
    private static final int USER = 65_532;

    public GateContainer {
        checks = List.copyOf(checks);
        pullSecrets = List.copyOf(pullSecrets);
    }

    /** The one that a Pod has already, from an earlier decision. */
    public static Optional<GateContainer> in(Pod pod) {
        return Optional.ofNullable(pod.gateContainer());
    }

    /** Takes it out of the tree of a Pod, if it is in there. */
    public static void removeFrom(JsonNode pod) {
        if (pod.path("spec").path("initContainers") instanceof ArrayNode containers) {
            in(Pod.of(pod)).ifPresent(present -> containers.remove(present.index()));
        }
    }

    /** A container of a Pod as what it is, if it is one of this project: by its name, and by all of its arguments. */
    static Optional<GateContainer> of(Container container) {
        JsonNode node = container.node();
        if (!container.init() || container.isSidecar() || !isNamedSo(container) || container.hasCommand()) {
            return Optional.empty();
        }
        List<String> arguments = Json.texts(node.path("args"));
        List<GateCheck> checks = arguments.stream()
                .flatMap(argument -> GateCheck.parse(argument).stream())
                .toList();
        // Emptied, and read back from an API server, which drops an empty list, it has none: then the rest tells.
        boolean isOurs =
                arguments.isEmpty() ? isRestricted(node.path("securityContext")) : checks.size() == arguments.size();
        return isOurs ? Optional.of(new GateContainer(container.index(), checks, null, List.of())) : Optional.empty();
    }

    private static boolean isRestricted(JsonNode context) {
        return context.path("readOnlyRootFilesystem").asBoolean(false)
                && context.path("runAsNonRoot").asBoolean(false)
                && Json.texts(context.at("/capabilities/drop")).equals(List.of("ALL"));
    }

    static boolean isNamedSo(Container container) {
        return container.name().equals(NAME);
    }

    /** One that is added to a Pod. */
    static GateContainer added(int index, List<GateCheck> checks, Pod pod, GateImage image) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", NAME).put("image", image.reference());
        if (image.pullPolicy() != null) {
            node.put("imagePullPolicy", image.pullPolicy());
        }
        node.set("args", arguments(checks));
        GateResources.of(pod).ifPresent(resources -> node.set("resources", resources));
        node.set("securityContext", securityContext(pod));
        return new GateContainer(index, checks, node, missing(image.pullSecrets(), pod));
    }

    /** The image that it runs in this Pod; empty where none is named, as in a piece of a Pod. */
    public Optional<String> image(Pod pod) {
        JsonNode node = added != null
                ? added
                : pod.root().path("spec").path("initContainers").path(index);
        return Json.text(node.path("image"));
    }

    /** The names of the sidecars that it asks, for a sentence. */
    public String names() {
        return checks.stream().map(GateCheck::sidecar).collect(Collectors.joining(", "));
    }

    /** The same container, asking this. */
    GateContainer with(List<GateCheck> other) {
        return new GateContainer(index, other, added, pullSecrets);
    }

    private static ArrayNode arguments(List<GateCheck> checks) {
        ArrayNode arguments = JsonNodeFactory.instance.arrayNode(checks.size());
        checks.forEach(check -> arguments.add(check.argument()));
        return arguments;
    }

    private static ObjectNode securityContext(Pod pod) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.put("allowPrivilegeEscalation", false);
        context.putObject("capabilities").putArray("drop").add("ALL");
        context.put("readOnlyRootFilesystem", true);
        context.put("runAsNonRoot", true);
        // No user of its own elsewhere: OpenShift refuses ids outside of a namespace's range.
        if (pod.runsAsRoot()) {
            context.put("runAsUser", USER);
        }
        context.putObject("seccompProfile").put("type", "RuntimeDefault");
        return context;
    }

    private static List<String> missing(List<String> secrets, Pod pod) {
        List<String> names = Json.list(pod.root().path("spec").path("imagePullSecrets")).stream()
                .flatMap(secret -> Json.text(secret.path("name")).stream())
                .toList();
        return secrets.stream().filter(secret -> !names.contains(secret)).toList();
    }

    /** What is to be done to the Pod; nothing if it has this container already. */
    List<Patch.Add> operations(Pod pod) {
        List<Patch.Add> operations = new ArrayList<>(2);
        JsonNode spec = pod.root().path("spec");
        String path = "/spec/initContainers/" + index;
        if (added != null) {
            operations.add(new Patch.Add(path, added));
            addPullSecrets(spec.path("imagePullSecrets"), operations);
        } else {
            JsonNode present = spec.path("initContainers").path(index).path("args");
            ArrayNode arguments = arguments(checks);
            // Without any argument, the field is not there.
            if (!present.equals(arguments) && !(arguments.isEmpty() && !Json.present(present))) {
                operations.add(new Patch.Add(path + "/args", arguments));
            }
        }
        return operations;
    }

    private void addPullSecrets(JsonNode present, List<Patch.Add> operations) {
        if (pullSecrets.isEmpty() || (Json.present(present) && !present.isArray())) {
            return;
        }
        String path = "/spec/imagePullSecrets";
        if (!present.isArray()) {
            operations.add(new Patch.Add(path, JsonNodeFactory.instance.arrayNode()));
        }
        for (String name : pullSecrets) {
            operations.add(new Patch.Add(
                    path + "/-", JsonNodeFactory.instance.objectNode().put("name", name)));
        }
    }
}
