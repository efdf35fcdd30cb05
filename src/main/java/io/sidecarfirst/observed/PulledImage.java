package io.sidecarfirst.observed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How long a kubelet says that it took to pull an image: {@code Successfully pulled image "nginx" in 66ms (3.476s
 * including waiting). Image size: 7 bytes.} So it is in the source of 1.30.0, 1.33.13 and 1.37.2; 1.29.0 leaves out the
 * size, older ones the waiting too. An image that was there makes {@code Container image "nginx" already present on
 * machine}, with the same reason.
 *
 * @param own how long its own pull took
 * @param withWaiting the same with the wait for other pulls: by default a node pulls one image after another
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.33.0/pkg/kubelet/images/image_manager.go">What it
 *     writes</a>
 * @see <a href="https://kubernetes.io/docs/concepts/containers/images/#serial-and-parallel-image-pulls">Serial and
 *     parallel image pulls</a>
 */
public record PulledImage(Duration own, Duration withWaiting) {
    private static final Pattern TOOK = Pattern.compile("Successfully pulled image \\S{1,1000} in ([0-9.hmsµu]{1,30})"
            + "(?: \\(([0-9.hmsµu]{1,30}) including waiting\\))?");
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(h|ms|m|s|µs|us)");

    /** What the message of an Event says; empty where that is something else, or does not say how long. */
    public static Optional<PulledImage> of(String message) {
        Matcher took = TOOK.matcher(message);
        if (!took.find()) {
            return Optional.empty();
        }
        Duration own = duration(took.group(1));
        return Optional.of(new PulledImage(own, took.group(2) == null ? own : duration(took.group(2))));
    }

    /**
     * How long all pulls of images for a Pod's mains took, with their waiting.
     *
     * @param events those of the Pod, of {@code v1}
     */
    public static Duration ofMains(List<JsonNode> events) {
        return events.stream()
                .filter(event ->
                        event.at("/involvedObject/fieldPath").asString("").startsWith("spec.containers{"))
                .flatMap(event -> of(event.path("message").asString("")).stream())
                .map(PulledImage::withWaiting)
                .reduce(Duration.ZERO, Duration::plus);
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
