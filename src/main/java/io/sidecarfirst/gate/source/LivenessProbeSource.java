package io.sidecarfirst.gate.source;

import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import java.util.List;

/**
 * The sidecar's livenessProbe, only where an annotation asks for it: liveness says "alive", not "ready".
 *
 * <p>Reads {@code livenessProbe}; its handler is copied as it is.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/">Liveness,
 *     readiness and startup probes</a>
 */
final class LivenessProbeSource implements Source {
    @Override
    public SourceKind kind() {
        return SourceKind.LIVENESS_PROBE;
    }

    @Override
    public boolean automatic() {
        return false;
    }

    @Override
    public List<Candidate> candidates(SidecarContext context) {
        return context.sidecar().livenessProbe().stream()
                .map(probe -> Candidate.of(kind(), probe))
                .toList();
    }
}
