package io.sidecarfirst.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the kubelet says of an image. */
class ImagePullTest {
    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final List<PodEvent> events = new ArrayList<>();

    private void event(String reason, int second, String message) {
        JsonNode event = JsonNodeFactory.instance
                .objectNode()
                .put("reason", reason)
                .put("message", message)
                .put("firstTimestamp", START.plusSeconds(second).toString());
        PodEvent found = PodEvent.of(event).orElseThrow();
        events.add(new PodEvent("proxy", found.reason(), found.message(), found.first(), found.last(), 1));
    }

    private Optional<ImagePull> pull() {
        return ImagePull.of(EventHistory.of(events), "proxy");
    }

    private static double seconds(Instant at) {
        return Duration.between(START, at).toMillis() / 1000.0;
    }

    @ParameterizedTest
    @CsvSource({
        // message, its own pull begins and ends at
        "'Successfully pulled image \"x\" in 66ms (3.476s including waiting). Image size: 7 bytes.', 4.410, 4.476",
        "'Successfully pulled image \"x\" in 3.476s (3.476s including waiting)', , 4.476",
        "'Successfully pulled image \"x\" in 3.476s', , 4.476",
        "'Successfully pulled image \"x\" in 1.1s (2.99s including waiting)', 2.9, 4",
        "'Successfully pulled image \"x\"', , 4",
        "'Successfully pulled image \"x\" in a while', , 4"
    })
    void theWaitForOthersIsNotThePull(String message, Double begun, double done) {
        event("Pulling", 1, "Pulling image \"x\"");
        event("Pulled", 4, message);
        ImagePull pull = pull().orElseThrow();
        assertThat(pull.begun().map(moment -> seconds(moment.at()))).isEqualTo(Optional.ofNullable(begun));
        assertThat(seconds(pull.done().orElseThrow().at())).isEqualTo(done);
    }

    @Test
    void theLengthSaysMoreThanWholeSeconds() {
        event("Pulling", 1, "");
        event("Pulled", 4, "Successfully pulled image \"x\" in 66ms (3.476s including waiting)");
        ImagePull pull = pull().orElseThrow();
        assertThat(seconds(pull.asked().latest())).isEqualTo(1.524);
        assertThat(seconds(pull.done().orElseThrow().earliest())).isEqualTo(4.476);
    }

    @Test
    void oneThatWasTriedBefore() {
        event("Pulling", 1, "");
        event("Pulled", 40, "Successfully pulled image \"x\" in 2.1s (2.1s including waiting)");
        assertThat(pull().orElseThrow().begun()).isEmpty();
        assertThat(pull().orElseThrow().asked().at()).isEqualTo(START.plusSeconds(1));
        assertThat(pull().orElseThrow().done().map(TimeEstimate::at)).contains(START.plusSeconds(40));
    }

    @Test
    void oneThatIsNotDone() {
        event("Pulling", 1, "");
        assertThat(pull().orElseThrow().done()).isEmpty();
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
        assertThat(pull()).isEmpty();
        assertThat(ImagePull.wasNotNeeded(EventHistory.of(events), "proxy")).isEqualTo(isPresent);
    }
}
