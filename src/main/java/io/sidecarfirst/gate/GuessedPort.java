package io.sidecarfirst.gate;

import java.util.Optional;

/**
 * A port that a gate takes because the sidecar declares it, without anybody having said that it answers on the Pod's
 * address when the sidecar is ready. {@code containerPort} is informational: nothing has to listen there.
 *
 * @param sidecar whose port it is
 * @param number 1..65535
 * @param isProbed whether the livenessProbe asks it, which speaks for the guess
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports">ContainerPort</a>
 */
public record GuessedPort(Container sidecar, int number, boolean isProbed) {

    /** The port of a gate, if it is a guess: of the source {@code port}, and no annotation asks for it. */
    public static Optional<GuessedPort> of(Pod pod, Verdict.Gated gated) {
        return of(pod, gated.sidecar(), gated.source(), gated.handler());
    }

    /**
     * The same of a gate that is there.
     *
     * @param source what it was derived from
     * @param handler what it asks
     */
    public static Optional<GuessedPort> of(Pod pod, Container sidecar, SourceKind source, Handler handler) {
        return of(SidecarOverrides.of(pod, sidecar), sidecar, source, handler);
    }

    static Optional<GuessedPort> of(SidecarOverrides asked, Container sidecar, SourceKind source, Handler handler) {
        if (source != SourceKind.PORT || asked.asksForGate()) {
            return Optional.empty();
        }
        Optional<Integer> alive = sidecar.livenessProbe()
                .flatMap(probe -> probe.handlers().stream().findFirst())
                .filter(liveness -> liveness.host().isEmpty())
                .flatMap(sidecar::probedPort);
        return sidecar.probedPort(handler)
                .map(number -> new GuessedPort(sidecar, number, alive.equals(Optional.of(number))));
    }

    /**
     * What the Pod's author should know; nothing where the livenessProbe speaks for the port.
     *
     * @param mode what holds the mains back
     */
    public Optional<Warning> warning(GateMode mode) {
        return isProbed
                ? Optional.empty()
                : Optional.of(Warning.advice(
                        Warning.Kind.GUESSED_PORT,
                        "sidecar " + sidecar.describe()
                                + " is gated on a guess: its declared port "
                                + number
                                + ". If it does not answer "
                                // Whether an observer runs that gives up a probe is not known here.
                                + (mode == GateMode.PROBE
                                        ? "on the Pod's address, the mains wait until it is given up, or for ever"
                                        : "there, the mains wait until it is given up")
                                + "; set the annotation " + WellKnown.PORT + ", or "
                                + WellKnown.INJECT + " to false"));
    }
}
