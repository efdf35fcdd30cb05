package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.PortReference;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A port name that the sidecar does not declare.
 *
 * <p>Reads the handler's {@code port} and the sidecar's {@code ports}. The kubelet cannot resolve the name and does not
 * count the error as a failure, so the probe neither passes nor fails: the Pod would hang for ever, without a restart.
 * (Seen on 1.35.4 and 1.37.2: "Startup probe errored and resulted in unknown state".)
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/issues/106682">kubernetes#106682</a>
 */
final class UnknownPortName implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        return candidate.first(handler -> handler.port()
                .filter(port -> context.sidecar().resolve(port).isEmpty())
                .map(port -> Objection.cannotWork(
                        Reason.UNKNOWN_PORT_NAME,
                        "its " + handler.kind() + " names the port " + port + ", but it declares " + names(context))));
    }

    private static String names(SidecarContext context) {
        String names = context.sidecar().ports().stream()
                .flatMap(port -> Stream.ofNullable(port.name()))
                .map(name -> new PortReference.ByName(name).toString())
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "no port by name" : "only " + names;
    }
}
