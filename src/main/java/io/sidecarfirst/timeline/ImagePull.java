package io.sidecarfirst.timeline;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the image of a container came to its node. The kubelet says {@code Pulling image} when it wants it, and when it
 * has it {@code Successfully pulled image "nginx" in 66ms (3.476s including waiting)}: by default a node pulls one
 * image after another. Old kubelets name only the first time.
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
    private static final Pattern TOOK =
            Pattern.compile(" in ([0-9.hmsµu]{1,30})(?: \\(([0-9.hmsµu]{1,30}) including waiting\\))?");
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(h|ms|m|s|µs|us)");
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
        Matcher took = TOOK.matcher(pulled.get().message());
        if (!took.find()) {
            return Optional.of(new ImagePull(requested, null, finished));
        }
        Duration own = duration(took.group(1));
        Duration all = took.group(2) == null ? own : duration(took.group(2));
        return all.compareTo(SHORT) < 0 ? Optional.empty() : Optional.of(of(requested, finished, own, all));
    }

    private static ImagePull of(TimeEstimate requested, TimeEstimate finished, Duration own, Duration all) {
        // The length is exact, both ends are whole seconds: together they say more.
        TimeEstimate from = finished.minus(all);
        if (!requested.overlaps(from)) {
            // It was tried before, and failed.
            return new ImagePull(requested, null, finished);
        }
        TimeEstimate start = requested.within(from);
        TimeEstimate end = start.minus(all.negated()).within(finished);
        boolean hasWaited = all.minus(own).compareTo(SHORT) >= 0;
        return new ImagePull(start, hasWaited ? end.minus(own) : null, end);
    }

    /** As Go prints it, such as {@code 1m2.345s}. */
    private static Duration duration(String text) {
        double seconds = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            double unit = switch (part.group(2)) {
                case "h" -> 3600;
                case "m" -> 60;
                case "s" -> 1;
                case "ms" -> 1e-3;
                default -> 1e-6;
            };
            seconds += Double.parseDouble(part.group(1)) * unit;
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
