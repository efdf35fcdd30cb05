package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.LoopbackImage;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Veto;
import java.util.List;
import java.util.Optional;

/**
 * A port that listens on loopback only.
 *
 * <p>Reads {@code command}, {@code args}, {@code env} and {@code image}; only for the source {@code port}, because with
 * a readinessProbe the author states that the kubelet can reach it. The kubelet connects to the Pod's IP, so the probe
 * would fail for ever and the sidecar be restarted for ever. (Seen on 1.35.4 and 1.37.2.)
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/probes/">Probes: the kubelet connects to the Pod's
 *     IP</a>
 */
final class LoopbackListener implements Veto {
    private final List<LoopbackImage> images;

    LoopbackListener(List<LoopbackImage> images) {
        this.images = images;
    }

    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        if (candidate.source() != SourceKind.PORT) {
            return Optional.empty();
        }
        Container sidecar = context.sidecar();
        Options options = Options.of(sidecar);
        return candidate.handlers().stream()
                .flatMap(handler -> sidecar.probedPort(handler).stream())
                .flatMap(port -> objection(sidecar, options, port).stream())
                .findFirst();
    }

    private Optional<Objection> objection(Container sidecar, Options options, int port) {
        List<Listener> listeners = Listener.on(port, options);
        if (listeners.stream().anyMatch(listener -> !listener.loopback())) {
            return Optional.empty();
        }
        if (!listeners.isEmpty()) {
            return Optional.of(objection("its " + listeners.get(0).origin() + " binds port " + port + " to loopback"));
        }
        if (sidecar.ports().stream().filter(Container.Port::tcp).count() == 1 && sidecar.declaresTcp(port)) {
            Optional<Listener> bound = Listener.onLoopbackOnly(options);
            if (bound.isPresent()) {
                return Optional.of(objection("its " + bound.get().origin() + " binds it to loopback"));
            }
        }
        return images.stream()
                .filter(image -> image.matches(sidecar.image()) && !options.overrides(image))
                // A value from elsewhere, such as a Secret, was set on purpose and is unlikely to be loopback.
                .filter(image -> image.overrides().stream().noneMatch(sidecar.referencedVariables()::contains))
                .map(image -> objection(image.name() + " listens on loopback unless told otherwise"))
                .findFirst();
    }

    private static Objection objection(String detail) {
        return new Objection(Reason.LOOPBACK_ONLY, detail + ", and the kubelet probes the Pod's IP");
    }
}
