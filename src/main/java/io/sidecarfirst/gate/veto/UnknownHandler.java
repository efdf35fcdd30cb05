package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import java.util.Optional;

/**
 * A probe without a handler that this version knows.
 *
 * <p>Reads the probe's fields: {@code exec}, {@code httpGet}, {@code tcpSocket}, {@code grpc}. With none of them it is
 * either malformed, and the API server will say so, or of a kind newer than this version, whose risks are not known. A
 * port is no substitute: the author has said what "ready" means, and it is something else.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/#probe-check-methods">Check mechanisms</a>
 */
final class UnknownHandler implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        return candidate.handlers().isEmpty()
                ? Optional.of(Objection.cannotWork(
                        Reason.NOTHING_TO_PROBE,
                        "its " + candidate.source() + " has none of exec, httpGet, tcpSocket, grpc"))
                : Optional.empty();
    }
}
