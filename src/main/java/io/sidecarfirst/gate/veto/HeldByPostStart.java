package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Veto;
import java.util.Optional;

/**
 * A port of a sidecar whose postStart hook holds the mains back already.
 *
 * <p>Reads {@code lifecycle.postStart}; only for the source {@code port}. The kubelet starts the next container only
 * when the hook has ended, so the author has a hold of their own, and a guess cannot improve on it. A readinessProbe is
 * still made a gate: it is the author's word, too.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution">Hook
 *     handler execution</a>
 */
final class HeldByPostStart implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        return candidate.source() == SourceKind.PORT
                        && context.sidecar()
                                .node()
                                .path("lifecycle")
                                .path("postStart")
                                .isObject()
                ? Optional.of(Objection.evidence(
                        Reason.HELD_BY_POST_START, "its postStart hook holds the mains back already"))
                : Optional.empty();
    }
}
