package io.sidecarfirst.article;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A Pod with one sidecar and one main, as the API server showed it at some time. */
record SeenPod(Pod pod) {

    String name() {
        return pod.getMetadata().getName();
    }

    /** The sidecar's status; empty while the kubelet has not said anything. */
    private Optional<ContainerStatus> sidecar() {
        return first(status().map(PodStatus::getInitContainerStatuses));
    }

    /** The main's status; empty while the kubelet has not said anything. */
    private Optional<ContainerStatus> main() {
        return first(status().map(PodStatus::getContainerStatuses));
    }

    private Optional<PodStatus> status() {
        return Optional.ofNullable(pod.getStatus());
    }

    private static Optional<ContainerStatus> first(Optional<List<ContainerStatus>> statuses) {
        return statuses.flatMap(list -> list.stream().findFirst());
    }

    /** Whether the main runs, or has run. */
    boolean mainStarted() {
        return main().flatMap(SeenPod::startedAt).isPresent()
                || main().filter(status -> status.getRestartCount() > 0).isPresent();
    }

    /** Whether the main runs. */
    boolean mainRuns() {
        return main().filter(SeenPod::runs).isPresent();
    }

    /** Whether the sidecar runs. */
    boolean sidecarRuns() {
        return sidecar().filter(SeenPod::runs).isPresent();
    }

    /**
     * Whether the kubelet holds that the sidecar has started: it runs, its hook has ended, its startupProbe has passed.
     */
    boolean sidecarStarted() {
        return sidecar()
                .filter(status -> Boolean.TRUE.equals(status.getStarted()))
                .isPresent();
    }

    /** Whether the sidecar is ready. */
    boolean sidecarReady() {
        return sidecar()
                .filter(status -> Boolean.TRUE.equals(status.getReady()))
                .isPresent();
    }

    int sidecarRestarts() {
        return sidecar().map(ContainerStatus::getRestartCount).orElse(0);
    }

    int mainRestarts() {
        return main().map(ContainerStatus::getRestartCount).orElse(0);
    }

    /** From the start of the sidecar to that of the main. */
    Duration mainStartedAfterSidecar() {
        return Duration.between(
                sidecar().flatMap(SeenPod::startedAt).orElseThrow(),
                main().flatMap(SeenPod::startedAt).orElseThrow());
    }

    private static boolean runs(ContainerStatus status) {
        return status.getState() != null && status.getState().getRunning() != null;
    }

    /** When the container that runs, or ran last, started. */
    private static Optional<Instant> startedAt(ContainerStatus status) {
        ContainerState state = Optional.ofNullable(status.getState()).orElseGet(ContainerState::new);
        return Optional.ofNullable(state.getRunning())
                .map(running -> running.getStartedAt())
                .or(() -> Optional.ofNullable(state.getTerminated()).map(terminated -> terminated.getStartedAt()))
                .map(Instant::parse);
    }
}
