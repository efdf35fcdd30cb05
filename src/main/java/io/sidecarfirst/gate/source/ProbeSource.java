package io.sidecarfirst.gate.source;

import io.sidecarfirst.gate.Probe;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import java.util.List;

/**
 * The check that an annotation holds, for a sidecar that has no probe of its own or a wrong one, and whose manifest is
 * not ours to edit. It wins over all other sources.
 *
 * <p>Reads the sidecar's {@code probe} annotation; its handler is copied as it is.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/#probe-check-methods">Check mechanisms</a>
 */
final class ProbeSource implements Source {
    @Override
    public SourceKind kind() {
        return SourceKind.PROBE;
    }

    @Override
    public boolean automatic() {
        return false;
    }

    @Override
    public List<Candidate> candidates(SidecarContext context) {
        Probe probe = context.overrides().probe();
        return probe == null ? List.of() : List.of(Candidate.of(kind(), probe));
    }
}
