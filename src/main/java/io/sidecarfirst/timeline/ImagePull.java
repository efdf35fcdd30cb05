package io.sidecarfirst.timeline;

import io.sidecarfirst.observed.PulledImage;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the image of a container came to its node. The kubelet says {@code Pulling image} when it wants it, and when it
 * has it how long that took ({@link PulledImage}).
 *
 * @param requested when it was wanted
 * @param started when its own pull began, if others came before it for a second or more
 * @param finished when it was there; null if it is not yet
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#serial-and-parallel-image-pulls">Serial and
 *     parallel image pulls</a>
 */
record ImagePull(
        TimeEstimate requested,
        @Nullable TimeEstimate started,
        @Nullable TimeEstimate finished) {
    private static final String PRESENT = "already present on machine";

    /** A shorter pull is not shown apart. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    /** Whether the image was on the node before. */
    static boolean wasNotNeeded(EventHistory history, String container) {
        return history.first(container, "Pulled")
                .filter(event -> event.message().contains(PRESENT))
                .isPresent();
    }

    /** Whether it may have been for that start of its container; Events of earlier ones may be gone. */
    boolean mayPrecede(TimeEstimate start) {
        return finished != null && !requested.earliest().isAfter(start.latest());
    }

    /** The one before the container's first start; empty if there was none, or it took less than a second. */
    static Optional<ImagePull> of(EventHistory history, String container) {
        Optional<EventHistory.Event> pulling = history.first(container, "Pulling");
        Optional<EventHistory.Event> pulled = history.first(container, "Pulled");
        if (pulling.isEmpty() || wasNotNeeded(history, container)) {
            return Optional.empty();
        }
        TimeEstimate requested = pulling.get().first();
        if (pulled.isEmpty()) {
            return Optional.of(new ImagePull(requested, null, null));
        }
        TimeEstimate finished = pulled.get().first().notBefore(requested);
        Optional<PulledImage> took = PulledImage.of(pulled.get().message());
        if (took.isEmpty()) {
            return Optional.of(new ImagePull(requested, null, finished));
        }
        return took.get().withWaiting().compareTo(SHORT) < 0
                ? Optional.empty()
                : Optional.of(of(requested, finished, took.get()));
    }

    private static ImagePull of(TimeEstimate requested, TimeEstimate finished, PulledImage took) {
        // The length is exact, both ends are whole seconds: together they say more.
        TimeEstimate from = finished.minus(took.withWaiting());
        if (!requested.overlaps(from)) {
            // It was tried before, and failed.
            return new ImagePull(requested, null, finished);
        }
        TimeEstimate start = requested.within(from);
        TimeEstimate end = start.minus(took.withWaiting().negated()).within(finished);
        boolean hasWaited = took.withWaiting().minus(took.own()).compareTo(SHORT) >= 0;
        return new ImagePull(start, hasWaited ? end.minus(took.own()) : null, end);
    }
}
