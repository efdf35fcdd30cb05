package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.options.Listener;
import io.sidecarfirst.gate.options.Options;
import io.sidecarfirst.gate.options.PodOptions;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import java.util.List;
import java.util.Optional;

/**
 * A port that listens on loopback only, or that nobody opens.
 *
 * <p>Reads {@code command}, {@code args}, {@code env}, {@code image} and {@code volumeMounts}; for a declared port and
 * for a readinessProbe of the network alike. The kubelet connects to the Pod's IP, so the probe would fail for ever and
 * the mains never start. (Seen on 1.35.4 and 1.37.2.) An option that names the port counts first; then what is known of
 * the program; then options and configurations that name no port. What a program does by default is evidence only, and
 * so is a configuration file that nobody sees here: with one, a readinessProbe is believed. Asked from inside the Pod's
 * network, loopback answers; a port that nobody opens does not.
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
        // A host is not the Pod's address: in the node's network it may well be its loopback.
        return candidate.first(handler -> handler.network() && handler.host().isEmpty()
                ? sidecar.probedPort(handler)
                        .flatMap(port -> objection(
                                context,
                                PodOptions.of(context.pod()).of(sidecar),
                                port,
                                candidate.source(),
                                context.asksFromInside(handler)))
                : Optional.empty());
    }

    private Optional<Objection> objection(
            SidecarContext context, Options options, int port, SourceKind source, boolean fromInside) {
        Container sidecar = context.sidecar();
        Optional<String> keptLocal = options.keptLocal();
        if (keptLocal.isPresent() && !fromInside) {
            return Optional.of(Objection.evidence(
                    Reason.LOOPBACK_ONLY,
                    "its " + keptLocal.get() + " lets nobody connect from outside the Pod" + BECAUSE));
        }
        List<Listener> listeners = Listener.on(port, options);
        if (listeners.stream().anyMatch(listener -> !listener.loopback() || fromInside)) {
            return Optional.empty();
        }
        if (!listeners.isEmpty()) {
            Listener first =
                    listeners.stream().filter(Listener::certain).findFirst().orElse(listeners.get(0));
            return Optional.of(new Objection(
                    Reason.LOOPBACK_ONLY,
                    "its " + first.origin() + (first.certain() ? " binds" : " seems to bind") + " port " + port
                            + " to loopback" + BECAUSE,
                    !first.certain()));
        }
        Optional<Program> program = programs.of(sidecar, options, port);
        if (program.isPresent()) {
            Program.Listening listening = program.get().listening(port, options);
            List<Listener> hosts = Listener.byName(listening.unless(), port, options);
            if (!hosts.isEmpty() || speaks(listening) || options.has(listening.closedBy())) {
                return ofProgram(program.get(), listening, hosts, sidecar, options, source, fromInside);
            }
        }
        List<Listener> onNoPort = fromInside ? List.of() : Listener.onNoPort(port, options);
        if (onNoPort.isEmpty() || onNoPort.stream().anyMatch(listener -> !listener.loopback())) {
            return Optional.empty();
        }
        Listener first = onNoPort.get(0);
        return Optional.of(new Objection(
                Reason.LOOPBACK_ONLY,
                "its " + first.origin() + (first.certain() ? " binds it" : " seems to bind it") + " to loopback"
                        + BECAUSE,
                !first.certain()));
    }

    /** Whether what is known of a program says more than its options alone. */
    private static boolean speaks(Program.Listening listening) {
        return listening.byDefault() == Program.Default.LOOPBACK || listening.byDefault() == Program.Default.NONE;
    }

    private static Optional<Objection> ofProgram(
            Program program,
            Program.Listening listening,
            List<Listener> hosts,
            Container sidecar,
            Options options,
            SourceKind source,
            boolean fromInside) {
        if (options.has(listening.closedBy())) {
            return Optional.of(Objection.evidence(
                    Reason.LOOPBACK_ONLY, program.name() + " does not open this port, as its options say"));
        }
        if (hosts.stream().anyMatch(host -> !host.loopback() || fromInside)
                || (hosts.isEmpty() && options.has(listening.unlessPresent()))
                // A value from elsewhere, such as a Secret, was set on purpose and is unlikely to be loopback.
                || listening.unless().stream().anyMatch(sidecar.referencedVariables()::contains)) {
            return Optional.empty();
        }
        if (!hosts.isEmpty()) {
            return Optional.of(Objection.cannotWork(
                    Reason.LOOPBACK_ONLY, "its " + hosts.get(0).origin() + " binds it to loopback" + BECAUSE));
        }
        if (isSetByImage(program, sidecar)
                || program.isBeforeSince(sidecar.image())
                || (source != SourceKind.PORT && isConfigured(program, sidecar, options))) {
            return Optional.empty();
        }
        return switch (listening.byDefault()) {
            case LOOPBACK ->
                fromInside
                        ? Optional.empty()
                        : Optional.of(Objection.evidence(
                                Reason.LOOPBACK_ONLY,
                                program.name() + " listens on loopback unless told otherwise" + BECAUSE));
            case NONE ->
                Optional.of(Objection.evidence(
                        Reason.LOOPBACK_ONLY, program.name() + " opens no such port unless told otherwise"));
            case ALL, CONFIGURED -> Optional.empty();
        };
    }

    /** Whether the program's own image makes it listen on all addresses, and the Pod has not undone that. */
    private static boolean isSetByImage(Program program, Container sidecar) {
        Program.SetByImage by = program.setByImage();
        return by != null
                && program.isImage(sidecar.image())
                && switch (by) {
                    case CMD -> sidecar.commandLine().isEmpty();
                    case ENTRYPOINT -> !sidecar.hasCommand();
                    case ENV, CONFIG -> true;
                };
    }

    /** Whether a configuration file that nobody sees here may say otherwise; the author who states a probe knows it. */
    private static boolean isConfigured(Program program, Container sidecar, Options options) {
        return options.has(program.config())
                || program.config().stream()
                        .filter(config -> config.startsWith("/"))
                        .anyMatch(folder -> sidecar.mountPaths().stream().anyMatch(path -> isInside(path, folder)));
    }

    private static boolean isInside(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder + "/") || folder.startsWith(path + "/");
    }
}
