package io.sidecarfirst.fuzz;

import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plausible Pods that an API server takes: native sidecars among ordinary init containers in any order, known programs
 * with their options and unknown ones, ports, probes, hooks, annotations, meshes and mains.
 */
public final class GeneratedPod {
    private static final List<Integer> PORTS = List.of(80, 443, 3000, 5432, 6379, 8080, 8081, 8443, 9000, 9090, 15020);

    private static final List<String> PORT_NAMES =
            List.of("http", "https", "grpc", "metrics", "health", "admin", "http-web", "prom-stats", "tcp-db", "ready");

    private static final List<String> HOSTS =
            List.of("", "0.0.0.0", "127.0.0.1", "localhost", "[::1]", "[::]", "$(POD_IP)", "10.1.2.3", "db.shop.svc");

    private static final List<String> PLAIN_IMAGES = List.of(
            "nginx:latest", "registry.test:5000/team/server:1.2.3", "example/app@sha256:" + "0a".repeat(32), "busybox");

    private static final List<String> MESH_NAMES = List.of(
            "istio-proxy", "linkerd-proxy", "kuma-sidecar", "consul-dataplane", "envoy", "istio-init", "linkerd-init");

    /** With {@code H} for an address and {@code P} for a port. */
    private static final List<String> OPTIONS = List.of(
            "--listen=H:P",
            "--port=P",
            "--bind-address=H",
            "--host=H",
            "--http-address=H:P",
            "-p P",
            "--addr H:P",
            "--listen-port P",
            "--upstream=http://H:P",
            "--target=H:P",
            "--app-port=P",
            "--metrics-addr=:P",
            "--config={\"listen\":\"H:P\"}",
            "-v",
            "--log-level=info",
            "serve");

    private static final List<String> VARIABLES =
            List.of("PORT", "LISTEN_ADDR", "HOST", "BACKEND_URL", "APP_PORT", "DATABASE_URL", "LOG_LEVEL", "BIND");

    private static final List<String> VALUES = List.of("P", "H:P", "http://H:P/", "H", "info", "postgres://u@H:P/db");

    private static final List<String> PATHS =
            List.of("/", "/ready", "/healthz", "/app-health/app/readyz", "/v1.0/healthz", "/startup");

    private static final List<List<String>> OURS = List.of(
            List.of("inject", "true", "false", "no"),
            List.of("source", "auto", "readinessProbe", "port", "livenessProbe", "probe", "guess"),
            List.of("port", "8080", "http", "70000", "metrics"),
            List.of("probe", "{\"tcpSocket\": {\"port\": 8080}}", "httpGet: {path: /ready, port: http}", "none"),
            List.of("period-seconds", "1", "7", "0", "2147483647"),
            List.of("timeout-seconds", "2", "-1", "30"),
            List.of("initial-delay-seconds", "0", "5", "2147483648"),
            List.of("failure-threshold", "3", "100000", "many"));

    private static final List<List<String>> OF_MESHES = List.of(
            List.of("sidecar.istio.io/inject", "true", "false"),
            List.of("traffic.sidecar.istio.io/excludeInboundPorts", "8080", "8080,9090", ""),
            List.of("traffic.sidecar.istio.io/includeInboundPorts", "*", "80", ""),
            List.of("sidecar.istio.io/interceptionMode", "NONE", "TPROXY"),
            List.of("linkerd.io/inject", "enabled", "disabled"),
            List.of("config.linkerd.io/skip-inbound-ports", "8080", "1-65535"),
            List.of("config.linkerd.io/default-inbound-policy", "deny", "all-unauthenticated"),
            List.of("kuma.io/sidecar-injection", "enabled", "true"),
            List.of("traffic.kuma.io/exclude-inbound-ports", "8080"),
            List.of("consul.hashicorp.com/connect-inject", "true"),
            List.of("consul.hashicorp.com/connect-inject-status", "injected"),
            List.of("consul.hashicorp.com/transparent-proxy-exclude-inbound-ports", "8080,9090"));

    private final Choices choices;
    private final ObjectNode pod = JsonNodeFactory.instance.objectNode();
    private final Set<String> names = new HashSet<>();
    private final Set<Integer> hostPorts = new HashSet<>();
    private boolean hostNetwork;

    private GeneratedPod(Choices choices) {
        this.choices = choices;
    }

    /** The next Pod. */
    public static ObjectNode of(Choices choices) {
        return new GeneratedPod(choices).make();
    }

    private ObjectNode make() {
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata").put("name", "web");
        ObjectNode spec = pod.putObject("spec");
        hostNetwork = choices.oneIn(12);
        if (hostNetwork) {
            spec.put("hostNetwork", true);
        }
        ArrayNode inits = spec.putArray("initContainers");
        for (int i = choices.below(4); i >= 0; i--) {
            init(inits.addObject());
        }
        ArrayNode mains = spec.putArray("containers");
        for (int i = choices.below(2); i >= 0; i--) {
            container(mains.addObject());
        }
        marks(metadata);
        return pod;
    }

    private void init(ObjectNode container) {
        if (!choices.oneIn(5)) {
            container(container.put("restartPolicy", "Always"));
            if (choices.oneIn(12)) {
                probe(container, "startupProbe");
            }
            return;
        }
        program(container);
        if (choices.oneIn(3)) {
            container
                    .putObject("securityContext")
                    .putObject("capabilities")
                    .putArray("add")
                    .add("NET_ADMIN");
        }
    }

    /** Of a sidecar or a main: what ordinary init containers may not have is in it. */
    private void container(ObjectNode container) {
        program(container);
        ports(container);
        if (choices.oneIn(2)) {
            probe(container, "readinessProbe");
        }
        if (choices.oneIn(4)) {
            probe(container, "livenessProbe");
        }
        if (choices.oneIn(10)) {
            ObjectNode hook = container.putObject("lifecycle").putObject("postStart");
            hook.putObject("exec").putArray("command").add("sh").add("-c").add("until nc -z localhost 80; do :; done");
        }
    }

    /** Name, image, command line, variables. */
    private void program(ObjectNode container) {
        boolean known = choices.oneIn(2);
        Program program = choices.of(Programs.KNOWN.all());
        container.put("name", name(choices.oneIn(6) ? choices.of(MESH_NAMES) : known ? program.name() : "server"));
        boolean byImage =
                known && !program.images().isEmpty() && (program.commands().isEmpty() || choices.oneIn(2));
        container.put(
                "image", byImage ? "registry.test/" + choices.of(program.images()) + tag() : choices.of(PLAIN_IMAGES));
        List<String> words = new ArrayList<>();
        if (known && !byImage) {
            words.add((choices.oneIn(4) ? "/usr/bin/" : "") + choices.of(program.commands()));
        } else if (choices.oneIn(4)) {
            words.add("/server");
        }
        int first = words.size();
        String subcommand = program.subcommand();
        if (known && subcommand != null) {
            words.add(subcommand);
        }
        List<String> own = known ? options(program) : List.of();
        for (int i = choices.below(4); i > 0; i--) {
            String option = !own.isEmpty() && choices.oneIn(2) ? told(choices.of(own)) : filled(choices.of(OPTIONS));
            words.addAll(choices.oneIn(8) ? List.of(option.strip()) : List.of(option.split(" ")));
        }
        commandLine(container, words, first);
        variables(container, own);
    }

    private void commandLine(ObjectNode container, List<String> words, int first) {
        if (first > 0 && choices.oneIn(4)) {
            ArrayNode shell = container.putArray("command").add("sh").add("-c");
            shell.add((choices.oneIn(2) ? "exec " : "") + String.join(" ", words));
            return;
        }
        boolean together = choices.oneIn(2);
        if (first > 0) {
            ArrayNode command = container.putArray("command");
            words.subList(0, together ? words.size() : first).forEach(command::add);
        }
        if (first < words.size() && (first == 0 || !together)) {
            ArrayNode args = container.putArray("args");
            words.subList(first, words.size()).forEach(args::add);
        }
    }

    private void variables(ObjectNode container, List<String> own) {
        ArrayNode variables = JsonNodeFactory.instance.arrayNode();
        for (int i = choices.below(3); i > 0; i--) {
            String name = !own.isEmpty() && choices.oneIn(2) ? choices.of(own) : choices.of(VARIABLES);
            if (name.matches("[A-Z_0-9]+")) {
                variables.addObject().put("name", name).put("value", filled(choices.of(VALUES)));
            }
        }
        if (!variables.isEmpty()) {
            container.set("env", variables);
        }
    }

    /** All options that the programs' file has for it. */
    private static List<String> options(Program program) {
        Stream<Program.Listening> listening = Stream.concat(
                Stream.of(program.listens()), program.ports().stream().map(Program.OwnPort::listens));
        return Stream.concat(
                        listening
                                .flatMap(rule -> Stream.of(rule.unless(), rule.unlessPresent(), rule.closedBy()))
                                .flatMap(List::stream),
                        program.ports().stream().flatMap(own -> own.portFrom().stream()))
                .toList();
    }

    /** An option of a program, with a value in one of the usual forms. */
    private String told(String option) {
        String value = filled(choices.of(List.of("P", "H:P", "H", "tcp://H:P", "true")));
        return option.endsWith("=") || option.endsWith(":")
                ? "server" + option + value
                : switch (choices.below(3)) {
                    case 0 -> option + "=" + value;
                    case 1 -> option + " " + value;
                    default -> option;
                };
    }

    private String filled(String form) {
        return form.replace("P", String.valueOf(choices.of(PORTS))).replace("H", choices.of(HOSTS));
    }

    private String tag() {
        return choices.of(List.of("", ":latest", ":1.2.3", ":v0.1", ":2.14.1-alpine", ":0.70.0"));
    }

    private String name(String wanted) {
        String name = wanted.replaceAll("[^a-z0-9-]", "-");
        while (!names.add(name)) {
            name += "x";
        }
        return name;
    }

    private void ports(ObjectNode container) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        Set<String> taken = new HashSet<>();
        for (int i = choices.below(4); i > 0; i--) {
            int number = choices.oneIn(4) ? ownPort() : choices.of(PORTS);
            if (hostNetwork && !hostPorts.add(number)) {
                continue;
            }
            ObjectNode port = ports.addObject().put("containerPort", number);
            String name = choices.of(PORT_NAMES);
            if (choices.oneIn(2) && taken.add(name)) {
                port.put("name", name);
            }
            if (choices.oneIn(8)) {
                port.put("protocol", "UDP");
            }
        }
        if (!ports.isEmpty()) {
            container.set("ports", ports);
        }
    }

    /** A port that some known program has by default. */
    private int ownPort() {
        List<Program.OwnPort> owned = choices.of(Programs.KNOWN.all()).ports();
        List<Integer> ports = owned.isEmpty() ? PORTS : choices.of(owned).ports();
        return ports.isEmpty() ? choices.of(PORTS) : choices.of(ports);
    }

    private void probe(ObjectNode container, String kind) {
        ObjectNode probe = container.putObject(kind);
        switch (choices.below(5)) {
            case 0 -> probe.putObject("exec").putArray("command").add("cat").add(filled("/tmp/P"));
            case 1 -> probe.putObject("grpc").put("port", choices.of(PORTS));
            case 2 -> port(probe.putObject("tcpSocket"));
            default -> {
                ObjectNode http = probe.putObject("httpGet").put("path", choices.of(PATHS));
                port(http);
                if (choices.oneIn(8)) {
                    http.put("scheme", "HTTPS");
                }
                if (choices.oneIn(12)) {
                    http.put("host", choices.of(List.of("127.0.0.1", "10.1.2.3", "localhost")));
                }
            }
        }
        if (choices.oneIn(2)) {
            probe.put("periodSeconds", 1 + choices.below(60)).put("timeoutSeconds", 1 + choices.below(10));
        }
        if (choices.oneIn(2)) {
            probe.put("failureThreshold", 1 + choices.below(1000));
        }
        if (choices.oneIn(4)) {
            probe.put("initialDelaySeconds", choices.below(100));
        }
    }

    private void port(ObjectNode handler) {
        if (choices.oneIn(3)) {
            handler.put("port", choices.of(PORT_NAMES));
        } else {
            handler.put("port", choices.of(PORTS));
        }
    }

    private void marks(ObjectNode metadata) {
        ObjectNode annotations = JsonNodeFactory.instance.objectNode();
        List<String> scopes = new ArrayList<>(names);
        scopes.sort(null);
        for (int i = choices.below(8) - 4; i > 0; i--) {
            List<String> ours = choices.of(OURS);
            String scope = choices.oneIn(3) ? "" : choices.of(scopes) + ".";
            annotations.put(scope + "sidecar-first.io/" + ours.get(0), value(ours));
        }
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        for (int i = choices.below(6) - 3; i > 0; i--) {
            List<String> mesh = choices.of(OF_MESHES);
            annotations.put(mesh.get(0), value(mesh));
        }
        if (choices.oneIn(12)) {
            labels.put("sidecar.istio.io/inject", choices.of(List.of("true", "false")));
        }
        if (!annotations.isEmpty()) {
            metadata.set("annotations", annotations);
        }
        if (!labels.isEmpty()) {
            metadata.set("labels", labels);
        }
    }

    /** One of the values after a key. */
    private String value(List<String> keyAndValues) {
        return choices.of(keyAndValues.subList(1, keyAndValues.size()));
    }
}
