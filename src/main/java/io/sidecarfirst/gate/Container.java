package io.sidecarfirst.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A container of a Pod.
 *
 * @param node its JSON
 * @param index its index in its own list
 * @param init whether that list is {@code spec.initContainers}
 */
public record Container(JsonNode node, int index, boolean init) {

    /** Its name; empty where the manifest has none, which the API server will refuse. */
    public String name() {
        return Json.text(node.path("name")).orElse("");
    }

    /** For a person: its name, or its index where it has none. */
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

    /** Whether it starts only after that sidecar, so that the sidecar cannot wait for it. */
    public boolean startsAfter(Container sidecar) {
        return !init || index > sidecar.index();
    }

    /** The image that it runs; empty where none is given. */
    public String image() {
        return Json.text(node.path("image")).orElse("");
    }

    /** The last part of the image's repository, without tag or digest. */
    public String imageName() {
        String repository = ImageReference.repository(image());
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    /**
     * Whether its security context adds that capability of Linux, by itself or with all others. Container runtimes do
     * not look at upper and lower case.
     */
    boolean addsCapability(String name) {
        return Json.texts(node.path("securityContext").path("capabilities").path("add")).stream()
                .map(capability -> capability.toUpperCase(Locale.ROOT))
                .anyMatch(capability ->
                        capability.equals(name) || capability.equals("CAP_" + name) || capability.equals("ALL"));
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
        List<JsonNode> nodes = Json.list(node.path("ports"));
        List<Port> ports = new ArrayList<>(nodes.size());
        for (JsonNode port : nodes) {
            Port.of(port).ifPresent(ports::add);
        }
        return ports;
    }

    /** The declared port of that name, of any protocol: the kubelet does not look at the protocol either. */
    public Optional<Port> port(String name) {
        for (JsonNode node : Json.list(node.path("ports"))) {
            if (Json.text(node.path("name")).filter(name::equals).isPresent()) {
                Optional<Port> port = Port.of(node);
                if (port.isPresent()) {
                    return port;
                }
            }
        }
        return Optional.empty();
    }

    /** The number behind a probe's port; empty for a name that this container does not declare. */
    public Optional<Integer> resolve(PortReference reference) {
        if (reference instanceof PortReference.ByName name) {
            return port(name.value()).map(Port::number);
        }
        return Optional.of(((PortReference.ByNumber) reference).value());
    }

    /** The number of the port that a probe of this container asks; empty where {@link #resolve} has none. */
    public Optional<Integer> probedPort(Handler handler) {
        return handler.port().flatMap(this::resolve);
    }

    /** The numbers of the ports that its readinessProbe and its livenessProbe ask on the Pod's own address. */
    public Stream<Integer> ownProbedPorts() {
        return Stream.of(readinessProbe(), livenessProbe())
                .flatMap(Optional::stream)
                .flatMap(probe -> probe.handlers().stream())
                .filter(handler -> handler.host().isEmpty())
                .flatMap(handler -> probedPort(handler).stream());
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
        List<String> line = new ArrayList<>(command.size() + arguments.size());
        line.addAll(command);
        line.addAll(arguments);
        return line;
    }

    /** Whether it replaces the image's entry point. */
    public boolean hasCommand() {
        return !node.path("command").isEmpty();
    }

    /** The environment variables whose values are in the Pod itself, in order. An API server omits empty values. */
    public List<EnvironmentVariable> environment() {
        List<JsonNode> nodes = Json.list(node.path("env"));
        List<EnvironmentVariable> variables = new ArrayList<>(nodes.size());
        for (JsonNode variable : nodes) {
            JsonNode name = variable.path("name");
            JsonNode value = variable.path("value");
            if (name.isString() && (value.isString() || isEmpty(variable))) {
                variables.add(new EnvironmentVariable(name.stringValue(), value.asString("")));
            }
        }
        return variables;
    }

    private static boolean isEmpty(JsonNode variable) {
        return !Json.present(variable.path("value")) && !Json.present(variable.path("valueFrom"));
    }

    /** The names of the environment variables whose values come from elsewhere, such as a field or a Secret. */
    public List<String> referencedVariables() {
        return Json.list(node.path("env")).stream()
                .filter(variable -> Json.present(variable.path("valueFrom")))
                .flatMap(variable -> Json.text(variable.path("name")).stream())
                .toList();
    }

    /** Where its volumes are mounted. */
    public List<String> mountPaths() {
        return Json.list(node.path("volumeMounts")).stream()
                .flatMap(mount -> Json.text(mount.path("mountPath")).stream())
                .map(path -> path.replaceAll("(?<=.)/+$", ""))
                .toList();
    }

    /**
     * A port that it declares.
     *
     * @param name the name that a probe may use for it, if it has one
     * @param number 1..65535
     * @param tcp whether the protocol is TCP, which it is where none is given
     * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports">
     *     ContainerPort</a>
     */
    public record Port(@Nullable String name, int number, boolean tcp) {

        private static Optional<Port> of(JsonNode node) {
            int number = Json.positive(node.path("containerPort"), 0);
            if (number == 0 || number > PortReference.MAX) {
                return Optional.empty();
            }
            JsonNode protocol = node.path("protocol");
            boolean tcp = !Json.present(protocol)
                    || Json.text(protocol)
                            .filter(p -> p.isEmpty() || p.equals("TCP"))
                            .isPresent();
            return Optional.of(new Port(Json.text(node.path("name")).orElse(null), number, tcp));
        }
    }

    /** A variable with a literal value. */
    public record EnvironmentVariable(String name, String value) {}
}
