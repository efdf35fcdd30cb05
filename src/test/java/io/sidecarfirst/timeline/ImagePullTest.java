package io.sidecarfirst.timeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the kubelet says of an image. */
class ImagePullTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final List<EventHistory.Event> events = new ArrayList<>();

    private void event(String reason, int second, String message) {
        JsonNode event = JsonNodeFactory.instance
                .objectNode()
                .put("reason", reason)
                .put("message", message)
                .put("firstTimestamp", START.plusSeconds(second).toString());
        EventHistory.Event found = EventHistory.Event.of(event).orElseThrow();
        events.add(new EventHistory.Event("proxy", found.reason(), found.message(), found.first(), found.last(), 1));
    }

    private Optional<ImagePull> found() {
        return ImagePull.of(EventHistory.of(events), "proxy");
    }

    private ImagePull pull() {
        return found().orElseThrow();
    }

    private static @Nullable Double seconds(@Nullable TimeEstimate time) {
        return time == null ? null : seconds(time.at());
    }

    private static double seconds(Instant at) {
        return Duration.between(START, at).toMillis() / 1000.0;
    }

    @ParameterizedTest
    @CsvSource({
        // message, its own pull starts and finishes at
        "'Successfully pulled image \"x\" in 66ms (3.476s including waiting). Image size: 7 bytes.', 4.410, 4.476",
        "'Successfully pulled image \"x\" in 3.476s (3.476s including waiting)', , 4.476",
        "'Successfully pulled image \"x\" in 3.476s', , 4.476",
        "'Successfully pulled image \"x\" in 1.1s (2.99s including waiting)', 2.9, 4",
        "'Successfully pulled image \"x\"', , 4",
        "'Successfully pulled image \"x\" in a while', , 4"
    })
    void theWaitForOthersIsNotThePull(String message, @Nullable Double started, double finished) {
        event("Pulling", 1, "Pulling image \"x\"");
        event("Pulled", 4, message);
        assertThat(seconds(pull().started())).isEqualTo(started);
        assertThat(seconds(pull().finished())).isEqualTo(finished);
    }

    @Test
    void theLengthSaysMoreThanWholeSeconds() {
        event("Pulling", 1, "");
        event("Pulled", 4, "Successfully pulled image \"x\" in 66ms (3.476s including waiting)");
        assertThat(seconds(pull().requested().latest())).isEqualTo(1.524);
        assertThat(seconds(requireNonNull(pull().finished()).earliest())).isEqualTo(4.476);
    }

    @Test
    void oneThatWasTriedBefore() {
        event("Pulling", 1, "");
        event("Pulled", 40, "Successfully pulled image \"x\" in 2.1s (2.1s including waiting)");
        assertThat(pull().started()).isNull();
        assertThat(seconds(pull().requested())).isEqualTo(1);
        assertThat(seconds(pull().finished())).isEqualTo(40);
    }

    @Test
    void oneThatIsNotFinished() {
        event("Pulling", 1, "");
        assertThat(pull().finished()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'Container image \"x\" already present on machine', true",
        "'Container image \"x\" already present on machine and can be accessed by the pod', true",
        "'Successfully pulled image \"x\" in 66ms (470ms including waiting)', false"
    })
    void whatTakesNoTimeIsNoStep(String message, boolean isPresent) {
        event("Pulling", 1, "");
        event("Pulled", 2, message);
        assertThat(found()).isEmpty();
        assertThat(ImagePull.wasNotNeeded(EventHistory.of(events), "proxy")).isEqualTo(isPresent);
    }
}
