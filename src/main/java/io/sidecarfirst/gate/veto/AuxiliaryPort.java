package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.AuxiliaryPorts;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Veto;
import java.util.List;
import java.util.Optional;

/**
 * A declared port that is for metrics, debugging or the like, by its name.
 *
 * <p>Reads the names of the sidecar's {@code ports} and the ports of its own probes; only for the source {@code port}.
 * Such a port may open before what the mains use, or never. One that a probe of the sidecar's own asks is known to
 * open.
 *
 * @see AuxiliaryPorts
 */
final class AuxiliaryPort implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        if (candidate.source() != SourceKind.PORT) {
            return Optional.empty();
        }
        Container sidecar = context.sidecar();
        return candidate.first(handler -> sidecar.probedPort(handler)
                .filter(number ->
                        isAuxiliary(sidecar, number) && sidecar.ownProbedPorts().noneMatch(number::equals))
                .map(number -> Objection.evidence(
                        Reason.AUXILIARY_PORT,
                        "its port " + number + " is for metrics, debugging or the like, by its name")));
    }

    private static boolean isAuxiliary(Container sidecar, int number) {
        List<Container.Port> same = sidecar.ports().stream()
                .filter(port -> port.tcp() && port.number() == number)
                .toList();
        return !same.isEmpty() && same.stream().allMatch(port -> AuxiliaryPorts.contains(port.name()));
    }
}
