package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.List;
import java.util.Optional;

/**
 * A port that listens on loopback only.
 *
 * <p>Reads {@code command}, {@code args}, {@code env} and {@code image}; only for the source {@code port}, because with
 * a readinessProbe the author states that the kubelet can reach it. The kubelet connects to the Pod's IP, so the probe
 * would fail for ever and the sidecar be restarted for ever. (Seen on 1.35.4 and 1.37.2.)
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/">Probes: the kubelet connects to the Pod's
 *     IP</a>
 */
final class LoopbackListener implements Veto {
    private static final String BECAUSE = ", and the kubelet probes the Pod's IP";

    private final Programs programs;

    LoopbackListener(Programs programs) {
        this.programs = programs;
    }

    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        Container sidecar = context.sidecar();
        List<Handler> network = candidate.handlers().stream()
                // A host is not the Pod's address: in the node's network it may well be its loopback.
                .filter(handler -> handler.network() && handler.host().isEmpty())
                .toList();
        if (network.isEmpty()) {
            return Optional.empty();
        }
        Options options = Options.of(sidecar);
        return network.stream()
                .flatMap(handler -> sidecar.probedPort(handler).stream())
                .flatMap(port -> objection(sidecar, options, port).stream())
                .findFirst();
    }

    private Optional<Objection> objection(Container sidecar, Options options, int port) {
        List<Listener> listeners = Listener.on(port, options);
        if (listeners.stream().anyMatch(listener -> !listener.loopback())) {
            return Optional.empty();
        }
        if (!listeners.isEmpty()) {
            return Optional.of(Objection.cannotWork(
                    Reason.LOOPBACK_ONLY,
                    "its " + listeners.get(0).origin() + " binds port " + port + " to loopback" + BECAUSE));
        }
        Optional<Program> program = programs.of(sidecar, options.invocations());
        if (program.isPresent() && speaksOf(program.get(), options)) {
            return ofProgram(program.get(), sidecar, options, port);
        }
        List<Listener> onNoPort = Listener.onNoPort(port, options);
        if (onNoPort.isEmpty() || onNoPort.stream().anyMatch(listener -> !listener.loopback())) {
            return Optional.empty();
        }
        return Optional.of(Objection.cannotWork(
                Reason.LOOPBACK_ONLY, "its " + onNoPort.get(0).origin() + " binds it to loopback" + BECAUSE));
    }

    /** Whether what is known of a program says more than its options alone. */
    private static boolean speaksOf(Program program, Options options) {
        return program.listens() == Program.Listens.LOOPBACK
                || !options.hosts(program.unless()).isEmpty();
    }

    private static Optional<Objection> ofProgram(Program program, Container sidecar, Options options, int port) {
        List<String> unless = program.also().stream()
                .filter(listener -> isOn(listener, options, port))
                .findFirst()
                .map(Program.OwnListener::unless)
                .orElse(program.unless());
        List<Listener> hosts = options.hosts(unless);
        if (hosts.stream().anyMatch(host -> !host.loopback())
                || options.has(program.unlessPresent())
                // A value from elsewhere, such as a Secret, was set on purpose and is unlikely to be loopback.
                || unless.stream().anyMatch(sidecar.referencedVariables()::contains)) {
            return Optional.empty();
        }
        if (!hosts.isEmpty()) {
            return Optional.of(Objection.cannotWork(
                    Reason.LOOPBACK_ONLY, "its " + hosts.get(0).origin() + " binds it to loopback" + BECAUSE));
        }
        return program.listens() == Program.Listens.LOOPBACK && !isSetByImage(program, sidecar)
                ? Optional.of(Objection.evidence(
                        Reason.LOOPBACK_ONLY, program.name() + " listens on loopback unless told otherwise" + BECAUSE))
                : Optional.empty();
    }

    private static boolean isOn(Program.OwnListener listener, Options options, int port) {
        String number = Integer.toString(port);
        List<String> said =
                options.spelt(listener.portFrom()).map(Options.Option::value).toList();
        return said.isEmpty() ? listener.ports().contains(port) : said.contains(number);
    }

    /** Whether the program's own image makes it listen on all addresses, and the Pod has not undone that. */
    private static boolean isSetByImage(Program program, Container sidecar) {
        String by = program.setByImage();
        return by != null
                && program.isImage(sidecar.image())
                && switch (by) {
                    case "cmd" -> sidecar.commandLine().isEmpty();
                    case "entrypoint" -> sidecar.node().path("command").isEmpty();
                    default -> true;
                };
    }
}
