package io.sidecarfirst.observed;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.GuessedPort;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Which gates of a Pod this project has guessed from a declared port, without anybody having asked for them. */
public final class GuessedGates {
    private GuessedGates() {}

    /** The names of their sidecars. */
    public static Set<String> in(JsonNode root) {
        Pod pod = Pod.of(root);
        return pod.sidecars().stream()
                .filter(sidecar -> isGuess(pod, sidecar))
                .map(Container::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isGuess(Pod pod, Container sidecar) {
        Optional<SourceKind> source = Status.existingGate(pod, sidecar);
        Optional<Handler> handler = sidecar.startupProbe()
                .flatMap(probe -> probe.handlers().stream().findFirst());
        return source.isPresent()
                && handler.isPresent()
                && GuessedPort.of(pod, sidecar, source.get(), handler.get()).isPresent();
    }
}
