package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.MeshProxies;
import io.sidecarfirst.gate.PortOwners;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import io.sidecarfirst.gate.options.PodOptions;
import java.util.Optional;

/**
 * A port that belongs to a container which starts later.
 *
 * <p>Reads the handler's {@code port}, the {@code ports} and probes of the mains and the later init containers, the
 * {@code port} and {@code probe} annotations of later sidecars, and {@code command}, {@code args} and {@code env} of
 * the mains.
 * Some sidecars report ready only when the application answers. As a readinessProbe that is fine; as a gate it is a
 * deadlock: the application waits for the sidecar, which waits for the application. A port that a main declares or
 * probes is the main's, even if the sidecar declares it too; so is one that a main is told to listen on and the sidecar
 * is not, as two containers cannot listen on the same. Else one that the sidecar or an earlier one declares
 * belongs to no later container. Neither does one that an earlier mesh proxy answers: after a mesh's rewrite the probes
 * of all containers go to the same port.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#understanding-init-containers">Init
 *     containers</a>: each must have started or completed before the next one starts
 */
final class PortOfLaterContainer implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        return candidate.first(handler -> handler.reaches(context.pod())
                ? context.sidecar()
                        .probedPort(handler)
                        .filter(number -> !isAnsweredBefore(context, handler, number))
                        .flatMap(number -> owner(context, number)
                                .map(owner -> Objection.evidence(
                                        Reason.WAITS_FOR_LATER_CONTAINER,
                                        "its probe asks port " + number + ", which belongs to container " + owner.name()
                                                + ", which starts only after it")))
                : Optional.empty());
    }

    /**
     * A later container that declares or probes the port, or has it by annotation; where the sidecar or an earlier one
     * declares it, too, only a main: then it is more likely the main's, as where a VPN sidecar declares its mains'
     * ports. Or a main that is told to listen on it.
     */
    private static Optional<Container> owner(SidecarContext context, int number) {
        PortOwners owners = context.pod().portOwners();
        boolean answered = owners.declaredBy(context.sidecar(), number)
                && owners.main(number).isEmpty();
        return owners.laterThan(context.sidecar(), number)
                .filter(owner -> !answered)
                .or(() -> PodOptions.of(context.pod()).listeningMain(context.sidecar(), number));
    }

    /** By an earlier mesh proxy, for whichever container it asks. */
    private static boolean isAnsweredBefore(SidecarContext context, Handler handler, int number) {
        for (MeshProxies.Proxy proxy : context.pod().meshProxies().around(context.sidecar())) {
            if (proxy.earlier() && proxy.mesh().answers(context.pod(), handler, number)) {
                return true;
            }
        }
        return false;
    }
}
