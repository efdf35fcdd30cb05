package io.sidecarfirst.proposal;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A check that the sidecar's program answers, as the annotation that makes a gate of it. It is for a person to apply:
 * an {@code exec} of a binary that an image lacks never passes.
 *
 * @param annotation the key
 * @param check what is asked, and what the container still lacks for it to be answered
 * @param isForManifest whether it would be taken as the sidecar's own readinessProbe, too
 */
public record ProposedCheck(String annotation, Program.Check check, boolean isForManifest) {

    /** The first check of the sidecar's program that the decision takes, with what it needs added to the sidecar. */
    public static Optional<ProposedCheck> of(Gate gate, Programs programs, Pod pod, Container sidecar) {
        List<Program.Check> checks = sidecar.name().isEmpty() ? List.of() : programs.checksOf(sidecar);
        if (checks.isEmpty()) {
            return Optional.empty();
        }
        Trial trial = new Trial(gate, pod, sidecar);
        String key = sidecar.name() + "." + WellKnown.DOMAIN + "/" + WellKnown.PROBE;
        return checks.stream()
                .filter(check -> !isContradicted(check, sidecar))
                .filter(check -> isTaken(
                        trial,
                        SourceKind.PROBE,
                        change -> tell(change, check).annotate(key, json(check).toString())))
                .findFirst()
                .map(check -> new ProposedCheck(
                        key,
                        check,
                        isTaken(
                                trial,
                                SourceKind.READINESS_PROBE,
                                change -> tell(change, check).container().set("readinessProbe", json(check)))));
    }

    /**
     * Whether the sidecar speaks against a connection to the program's usual port: it declares other TCP ports, or its
     * configuration is mounted. What listens is then most likely configured otherwise.
     */
    private static boolean isContradicted(Program.Check check, Container sidecar) {
        if (!check.handler().kind().equals("tcpSocket") || !check.needs().isEmpty()) {
            return false;
        }
        Optional<Integer> port = sidecar.probedPort(check.handler());
        return port.filter(sidecar::declaresTcp).isEmpty()
                && (sidecar.ports().stream().anyMatch(Container.Port::tcp)
                        || sidecar.mountPaths().stream().anyMatch(path -> path.contains("/etc")));
    }

    private static boolean isTaken(Trial trial, SourceKind source, Consumer<Trial.Change> change) {
        return trial.gate(change).filter(gated -> gated.source() == source).isPresent();
    }

    /** Adds what the check needs to the container, as far as that are options. */
    private static Trial.Change tell(Trial.Change change, Program.Check check) {
        for (String need : check.needs()) {
            if (need.startsWith("-")) {
                change.list("args").add(need);
            } else if (need.matches("[A-Z][A-Z0-9_]*=.*")) {
                int equals = need.indexOf('=');
                change.list("env")
                        .addObject()
                        .put("name", need.substring(0, equals))
                        .put("value", need.substring(equals + 1));
            }
        }
        return change;
    }

    /** The annotation's value: the handler as compact JSON. */
    public String value() {
        return json(check).toString();
    }

    private static ObjectNode json(Program.Check check) {
        Handler handler = check.handler();
        return JsonNodeFactory.instance.objectNode().set(handler.kind(), handler.node());
    }

    /** The gate in words: what is waited for, and what the sidecar has to be told for that. */
    public String effect() {
        return (check.needs().isEmpty()
                        ? "wait for what it answers as it is: " + asked()
                        : "wait for " + asked() + ", once it is told " + String.join(" ", check.needs()))
                + (check.note().isEmpty() ? "" : ". " + check.note().strip());
    }

    private String asked() {
        Handler handler = check.handler();
        return handler.kind().equals("exec")
                ? "the command " + String.join(" ", handler.command())
                : handler.kind()
                        + handler.path().map(path -> " " + path).orElse("")
                        + handler.port().map(port -> " on port " + port).orElse("");
    }
}
