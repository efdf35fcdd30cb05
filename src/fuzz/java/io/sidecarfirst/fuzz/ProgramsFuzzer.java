package io.sidecarfirst.fuzz;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.gate.veto.Vetoes;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.yaml.ManifestException;
import io.sidecarfirst.policy.ApiVersion;
import io.sidecarfirst.policy.Policy;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of programs, as a user gives it to {@code --programs}. It is refused in one line; or Pods can be decided on
 * with what it says, and the policy made of it is three objects, whatever stands in its names.
 */
public final class ProgramsFuzzer {
    private ProgramsFuzzer() {}

    /** Takes an input; {@link AssertionError} where something that must hold does not. */
    public static void fuzzerTestOneInput(byte[] file) {
        Programs programs;
        try {
            List<JsonNode> trees = Manifest.parse(file).trees();
            if (trees.size() != 1) {
                return;
            }
            programs = Programs.parse(trees.get(0));
        } catch (ManifestException | IllegalArgumentException e) {
            Invariant.isOneLine(String.valueOf(e.getMessage()));
            return;
        }
        Gate gate = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, Vetoes.inOrder(Programs.KNOWN.with(programs.all())));
        programs.all().forEach(program -> gate.plan(Pod.of(running(program))));
        String policy = new Policy(Settings.DEFAULTS, programs, ApiVersion.V1, Policy.DEFAULT_NAME).text();
        Invariant.holds(Manifest.parse(policy).trees().size() == 3, () -> "no three objects: " + policy);
    }

    /** A Pod with sidecars that run it, found by its image and by its command, with its options and without. */
    private static ObjectNode running(Program program) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        ObjectNode spec = pod.putObject("spec");
        ArrayNode sidecars = spec.putArray("initContainers");
        program.images().forEach(image -> sidecar(sidecars, program).put("image", "registry.test/" + image + ":1.2"));
        program.commands().forEach(command -> {
            sidecar(sidecars, program).putArray("command").add(command);
            ObjectNode told = sidecar(sidecars, program);
            ArrayNode words = told.putArray("command").add(command);
            ArrayNode variables = told.putArray("env");
            options(program).forEach(option -> {
                words.add(option).add(option + "=127.0.0.1:8080");
                variables.addObject().put("name", option).put("value", "127.0.0.1:8080");
            });
        });
        spec.putArray("containers").addObject().put("name", "app");
        return pod;
    }

    private static ObjectNode sidecar(ArrayNode sidecars, Program program) {
        ObjectNode sidecar =
                sidecars.addObject().put("name", "s" + sidecars.size()).put("restartPolicy", "Always");
        ArrayNode ports = sidecar.putArray("ports");
        ports.addObject().put("containerPort", 8080);
        program.ports()
                .forEach(own -> own.ports().forEach(port -> ports.addObject().put("containerPort", port)));
        return sidecar;
    }

    private static Stream<String> options(Program program) {
        return Stream.concat(
                        Stream.of(program.listens()), program.ports().stream().map(Program.OwnPort::listens))
                .flatMap(listening -> Stream.of(listening.unless(), listening.unlessPresent(), listening.closedBy()))
                .flatMap(List::stream);
    }
}
