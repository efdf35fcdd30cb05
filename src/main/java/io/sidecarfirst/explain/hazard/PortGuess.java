package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.WellKnown;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Of several declared TCP ports one is taken, which may be the wrong one: metrics may answer before the proxy does. It
 * is no guess where an annotation names the port, or where the sidecar's own livenessProbe uses it.
 *
 * <p>Reads the sidecar's {@code ports}, {@code livenessProbe} and {@code port} annotation.
 */
final class PortGuess implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        return context.plan().gates().stream()
                .filter(gated -> gated.source() == SourceKind.PORT)
                .flatMap(gated -> guess(context, gated).stream())
                .toList();
    }

    private static Optional<Finding> guess(HazardContext context, Verdict.Gated gated) {
        Container sidecar = gated.sidecar();
        List<Container.Port> ports =
                sidecar.ports().stream().filter(Container.Port::tcp).toList();
        Optional<Integer> chosen = gated.handler().port().flatMap(sidecar::resolve);
        Optional<Integer> alive = sidecar.livenessProbe()
                .flatMap(probe -> probe.handlers().stream().findFirst())
                .flatMap(Handler::port)
                .flatMap(sidecar::resolve);
        String annotation = sidecar.name() + "." + WellKnown.DOMAIN + "/" + WellKnown.PORT;
        if (sidecar.name().isEmpty()
                || ports.size() < 2
                || chosen.isEmpty()
                || chosen.equals(alive)
                || SidecarOverrides.of(context.target().pod(), sidecar).port() != null) {
            return Optional.empty();
        }
        String all = ports.stream()
                .map(port -> port.name() == null ? "" + port.number() : port.number() + " " + port.name())
                .collect(Collectors.joining(", "));
        return Optional.of(new Finding(
                "port-guess",
                sidecar.name(),
                sidecar.name() + " declares " + ports.size() + " TCP ports (" + all + "), and the gate takes "
                        + chosen.get() + ", the first that may be probed: a guess. If that one answers before "
                        + sidecar.name() + " is of use, or never, name the right one with the annotation " + annotation
                        + ".",
                null));
    }
}
