package io.sidecarfirst.gate.source;

import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import java.util.List;

/**
 * The sidecar's readinessProbe.
 *
 * <p>Reads {@code readinessProbe}. Its handler is copied as it is, unknown fields included. The timing is not copied:
 * the kubelet waits when a readinessProbe has failed, but kills when a startupProbe has.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#sidecar-containers-and-pod-lifecycle">
 *     Sidecar containers and Pod lifecycle</a>: the mains start once a sidecar has started, which only a startupProbe
 *     delays
 */
final class ReadinessProbeSource implements Source {
    @Override
    public SourceKind kind() {
        return SourceKind.READINESS_PROBE;
    }

    @Override
    public boolean automatic() {
        return true;
    }

    @Override
    public List<Candidate> candidates(SidecarContext context) {
        return context.sidecar()
                .readinessProbe()
                .map(probe -> List.of(Candidate.of(kind(), probe)))
                .orElse(List.of());
    }
}
