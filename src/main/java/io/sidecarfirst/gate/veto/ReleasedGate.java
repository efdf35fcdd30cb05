package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import java.util.Optional;

/**
 * Reads what is remembered of the Pod's namespace: whether the gate of such a sidecar, from the same source, did not
 * open there and was given up. Then it would not open this time either, and the mains would wait again.
 *
 * <p>What is remembered does not count where the gate is never to be given up, nor for a gate container: it asks from
 * inside the Pod's network, and gives up by itself.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#detailed-behavior">Init
 *     containers</a>: the kubelet starts nothing after a sidecar before its startupProbe has passed
 */
final class ReleasedGate implements Veto {
    private final ReleasedGates released;
    private final ReleaseAfter after;

    ReleasedGate(ReleasedGates released, ReleaseAfter after) {
        this.released = released;
        this.after = after;
    }

    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        if (candidate.handlers().stream().anyMatch(context::asksFromInside)
                || after.seconds(candidate.source(), context.overrides()) == 0) {
            return Optional.empty();
        }
        return released.find(context.pod().namespace(), context.sidecar(), context.overrides())
                .filter(gate -> gate.source() == candidate.source())
                .map(gate -> Objection.cannotWork(Reason.RELEASED, gate.detail()));
    }
}
