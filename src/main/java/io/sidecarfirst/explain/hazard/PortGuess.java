package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.BlockingProbe;
import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.installation.Releasing;
import io.sidecarfirst.terminal.Durations;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A declared port is taken that nothing else in the Pod speaks for. It may be the wrong one of several: metrics may
 * answer before the proxy does. Or nothing may listen there on the Pod's address, and the gate never opens.
 *
 * <p>Reads the sidecar's {@code ports}, {@code livenessProbe} and annotations.
 */
final class PortGuess implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        return context.plan().gates().stream()
                .flatMap(gated -> GuessedPort.of(context.target().pod(), gated)
                        .filter(guess ->
                                !guess.isProbed() && !guess.sidecar().name().isEmpty())
                        .map(guess -> finding(guess, where(gated) + until(context, gated)))
                        .stream())
                .toList();
    }

    private static String where(Verdict.Gated gated) {
        return gated.byProbe() ? "there on the Pod's address" : "there";
    }

    private static String until(HazardContext context, Verdict.Gated gated) {
        if (!gated.byProbe()) {
            return gated.releaseAfterSeconds() == 0
                    ? ", the mains wait for ever"
                    : ", the mains wait for " + Durations.seconds(gated.releaseAfterSeconds())
                            + ", until the gate container gives it up, with each new Pod";
        }
        return ", the mains wait "
                + until(context.blockingProbe(gated.sidecar())
                        .map(BlockingProbe::release)
                        .orElse(Releasing.OfGate.NEVER));
    }

    private static Finding finding(GuessedPort guess, String ifNothingAnswers) {
        String name = guess.sidecar().name();
        List<Container.Port> ports =
                guess.sidecar().ports().stream().filter(Container.Port::tcp).toList();
        String all = ports.stream()
                .map(port -> port.name() == null ? "" + port.number() : port.number() + " " + port.name())
                .collect(Collectors.joining(", "));
        return new Finding(
                "port-guess",
                name,
                "The gate of " + name + " is a guess: it takes port " + guess.number()
                        + (ports.size() < 2
                                ? ", which " + name + " declares"
                                : " of the " + ports.size() + " TCP ports that " + name + " declares (" + all + ")")
                        + ". If that one answers before " + name + " is of use, name the right one with the annotation "
                        + name + "." + WellKnown.DOMAIN + "/" + WellKnown.PORT
                        + ". If nothing answers " + ifNothingAnswers + ".",
                null);
    }

    private static String until(Releasing.OfGate release) {
        return release.isGivenUp()
                ? "until the observer gives the gate up, after " + Durations.seconds(release.seconds())
                : release.mayBeGivenUp()
                        ? "until an observer gives the gate up, or for ever where none does"
                        : "for ever";
    }
}
