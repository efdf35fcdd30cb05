package io.sidecarfirst.gate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A container of a Pod.
 *
 * @param node its JSON
 * @param index its place in its own list
 * @param init whether that list is {@code spec.initContainers}
 */
public record Container(JsonNode node, int index, boolean init) {

    /** Its name; empty where the manifest forgot it, which the API server will refuse. */
    public String name() {
        return Json.text(node.path("name")).orElse("");
    }

    /** For a person: its name, or its place where it has none. */
    public String describe() {
        return name().isEmpty() ? (init ? "initContainers[" : "containers[") + index + "] (no name)" : name();
    }

    /**
     * Whether it is a native sidecar: an entry of {@code initContainers} whose {@code restartPolicy} is exactly {@code
     * Always}.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">Sidecar containers</a>
     */
    public boolean isSidecar() {
        return init
                && Json.text(node.path("restartPolicy"))
                        .filter("Always"::equals)
                        .isPresent();
    }

    /** The image that it runs; empty where none is given. */
    public String image() {
        return Json.text(node.path("image")).orElse("");
    }

    public Optional<Probe> startupProbe() {
        return probe("startupProbe");
    }

    public Optional<Probe> readinessProbe() {
        return probe("readinessProbe");
    }

    public Optional<Probe> livenessProbe() {
        return probe("livenessProbe");
    }

    private Optional<Probe> probe(String field) {
        JsonNode probe = node.path(field);
        return Json.present(probe) ? Optional.of(new Probe(probe)) : Optional.empty();
    }

    /** The ports that it declares, of every protocol, in their order. */
    public List<Port> ports() {
        return Json.list(node.path("ports")).stream()
                .map(Port::of)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The declared port of that name, of any protocol: the kubelet does not look at the protocol either. */
    public Optional<Port> port(String name) {
        return ports().stream()
                .filter(port -> port.name().filter(name::equals).isPresent())
                .findFirst();
    }

    /** The number behind a probe's port; empty for a name that this container does not declare. */
    public Optional<Integer> resolve(PortReference reference) {
        if (reference instanceof PortReference.ByName name) {
            return port(name.value()).map(Port::number);
        }
        return Optional.of(((PortReference.ByNumber) reference).value());
    }

    /** Whether it declares that TCP port. */
    public boolean declaresTcp(int number) {
        return ports().stream().anyMatch(port -> port.tcp() && port.number() == number);
    }

    /** Command and arguments, as one list. */
    public List<String> commandLine() {
        List<String> arguments = Json.texts(node.path("args"));
        List<String> command = Json.texts(node.path("command"));
        if (command.isEmpty()) {
            return arguments;
        }
        return Stream.concat(command.stream(), arguments.stream()).toList();
    }

    /** The environment variables whose values stand in the Pod itself, in their order. */
    public List<EnvironmentVariable> environment() {
        return Json.list(node.path("env")).stream()
                .filter(variable -> variable.path("name").isString()
                        && variable.path("value").isString())
                .map(variable -> new EnvironmentVariable(
                        variable.path("name").stringValue(),
                        variable.path("value").stringValue()))
                .toList();
    }

    /** The names of the environment variables whose values come from elsewhere, such as a field or a Secret. */
    public List<String> referencedVariables() {
        return Json.list(node.path("env")).stream()
                .filter(variable -> Json.present(variable.path("valueFrom")))
                .flatMap(variable -> Json.text(variable.path("name")).stream())
                .toList();
    }

    /** A variable with a literal value. */
    public record EnvironmentVariable(String name, String value) {}
}
