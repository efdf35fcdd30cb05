package io.sidecarfirst.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What watching adds to what the API says: the gated Pod, seen every half second. */
class SightingsTest {
    private static final Instant CREATED = Instant.parse("2026-11-24T10:00:00Z");
    private static final TimelineCase GATED = TimelineCase.named("gated");

    private static Instant at(double seconds) {
        return CREATED.plusMillis((long) (seconds * 1000));
    }

    /** The Pod as it was while the gate had not passed. */
    private static JsonNode before() {
        ObjectNode pod = (ObjectNode) GATED.pod().deepCopy();
        ((ObjectNode) pod.at("/status/initContainerStatuses/0"))
                .put("started", false)
                .put("ready", false);
        ((ObjectNode) pod.at("/status/containerStatuses/0"))
                .put("started", false)
                .put("ready", false)
                .putObject("state");
        return pod;
    }

    private static Sightings seen(double clock) {
        Sightings sightings = new Sightings();
        for (double time = 2.5; time < 13; time += 0.5) {
            sightings.add(at(time + clock - 0.02), at(time + clock), time < 11.3 ? before() : GATED.pod());
        }
        return sightings;
    }

    @Test
    void theGateIsKnownToHalfASecond() {
        Lane proxy = GATED.timeline(seen(0)).lanes().get(0);
        Moment passed = proxy.passed().orElseThrow();
        assertThat(passed.basis()).isEqualTo(Basis.SEEN);
        assertThat(passed.earliest()).isEqualTo(at(10.98));
        assertThat(passed.latest()).isEqualTo(at(11.5));
        assertThat(GATED.timeline(seen(0)).lanes().get(1).started().map(Moment::latest))
                .contains(at(11.5));
    }

    @Test
    void theMainStaysBehindTheGateWithinOneSecond() {
        Timeline timeline = GATED.timeline(seen(0));
        Moment passed = timeline.lanes().get(0).passed().orElseThrow();
        Moment started = timeline.lanes().get(1).started().orElseThrow();
        assertThat(started.at()).isAfterOrEqualTo(passed.at());
    }

    @Test
    void aClockThatIsBehindIsMoved() {
        Timeline timeline = GATED.timeline(seen(-60));
        assertThat(timeline.lanes().get(0).passed().orElseThrow().at()).isBetween(at(10), at(12));
        assertThat(timeline.limits()).anyMatch(limit -> limit.startsWith("The clock here is 59.5 s behind the node's"));
    }

    @Test
    void aClockThatIsAheadIsMoved() {
        Timeline timeline = GATED.timeline(seen(60));
        assertThat(timeline.lanes().get(1).started().orElseThrow().at()).isBetween(at(11), at(12));
        assertThat(timeline.limits())
                .anyMatch(limit -> limit.matches("The clock here is 5\\d.* ahead of the node's.*"));
    }

    @Test
    void whatWasSoFromTheFirstLookOnWasNotSeenToChange() {
        Sightings late = new Sightings();
        late.add(at(80), at(80.1), GATED.pod());
        assertThat(GATED.timeline(late).lanes().get(0).passed().map(Moment::basis))
                .isEqualTo(Optional.of(Basis.INFERRED));
    }
}
