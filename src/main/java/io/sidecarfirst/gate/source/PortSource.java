package io.sidecarfirst.gate.source;

import io.sidecarfirst.gate.AuxiliaryPorts;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.PortReference;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A TCP port of the sidecar: the gate opens when something accepts connections there.
 *
 * <p>Reads the sidecar's {@code port} annotation, its {@code ports} and its {@code livenessProbe}. The annotation's
 * port alone, if there is one; else the declared TCP ports, first the one that an own probe uses, because that one is
 * known to be reachable; those for metrics, debugging and the like last.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/">Probes: tcpSocket</a>
 */
final class PortSource implements Source {
    @Override
    public SourceKind kind() {
        return SourceKind.PORT;
    }

    @Override
    public boolean automatic() {
        return true;
    }

    @Override
    public List<Candidate> candidates(SidecarContext context) {
        Container sidecar = context.sidecar();
        PortReference named = context.overrides().port();
        if (named != null) {
            return isOtherProtocol(named, sidecar) ? List.of() : List.of(candidate(named));
        }
        return declared(sidecar)
                .map(number -> candidate(new PortReference.ByNumber(number)))
                .toList();
    }

    /** A port that is declared for UDP or SCTP cannot be probed; one that is not declared at all may well be TCP. */
    private static boolean isOtherProtocol(PortReference named, Container sidecar) {
        List<Container.Port> same = sidecar.ports().stream()
                .filter(port -> named instanceof PortReference.ByName name
                        ? name.value().equals(port.name())
                        : named.equals(new PortReference.ByNumber(port.number())))
                .toList();
        return !same.isEmpty() && same.stream().noneMatch(Container.Port::tcp);
    }

    private static Stream<Integer> declared(Container sidecar) {
        List<Container.Port> declared =
                sidecar.ports().stream().filter(Container.Port::tcp).toList();
        Stream<Integer> inOrder = Stream.concat(
                        declared.stream().filter(port -> !AuxiliaryPorts.contains(port.name())), declared.stream())
                .map(Container.Port::number);
        // Each port counts where it stands first.
        return Stream.concat(probed(sidecar).filter(number -> sidecar.declaresTcp(number)), inOrder)
                .distinct()
                .limit(Sources.MAX_PORTS_TRIED);
    }

    private static Stream<Integer> probed(Container sidecar) {
        return Stream.of(sidecar.readinessProbe(), sidecar.livenessProbe())
                .flatMap(Optional::stream)
                .flatMap(probe -> probe.handlers().stream()
                        .filter(handler -> handler.host().isEmpty())
                        .limit(1))
                .flatMap(handler -> sidecar.probedPort(handler).stream());
    }

    private Candidate candidate(PortReference port) {
        ObjectNode tcpSocket = JsonNodeFactory.instance.objectNode();
        if (port instanceof PortReference.ByName name) {
            tcpSocket.put("port", name.value());
        } else {
            tcpSocket.put("port", ((PortReference.ByNumber) port).value());
        }
        return new Candidate(kind(), List.of(new Handler("tcpSocket", tcpSocket)), null);
    }
}
