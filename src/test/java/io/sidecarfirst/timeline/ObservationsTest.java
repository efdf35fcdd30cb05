package io.sidecarfirst.timeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.timeline.TimeEstimate.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What watching adds to what the API says: the gated Pod, seen every half second. */
class ObservationsTest {
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

    /** Looks from 2.5 s on; the gate is seen to have passed at {@code passed}. */
    private static Observations seen(double clock, double passed, boolean withDate) {
        Observations observations = new Observations();
        for (double time = 2.5; time < 13; time += 0.47) {
            Instant server = at(time - 0.01);
            observations.add(
                    at(time + clock - 0.02),
                    at(time + clock),
                    withDate ? server.truncatedTo(ChronoUnit.SECONDS) : null,
                    time < passed ? before() : GATED.pod());
        }
        return observations;
    }

    private static TimeEstimate gate(Observations observations) {
        return requireNonNull(GATED.timeline(observations).containers().get(0).gatePassed());
    }

    private static TimeEstimate main(Observations observations) {
        return requireNonNull(GATED.timeline(observations).containers().get(1).started());
    }

    @Test
    void theGateIsKnownToAboutHalfASecond() {
        TimeEstimate passed = gate(seen(0, 11.3, true));
        assertThat(passed.evidence()).isEqualTo(Evidence.SEEN);
        assertThat(passed.earliest()).isBetween(at(10.9), at(11.3));
        assertThat(passed.latest()).isBetween(at(11.3), at(11.6));
    }

    @Test
    void whatWasSeenToRunRunsSinceThen() {
        TimeEstimate started = main(seen(0, 11.3, true));
        assertThat(started.earliest()).isBetween(at(11), at(11.3));
        assertThat(started.latest()).isBefore(at(11.7));
        assertThat(started.evidence()).isEqualTo(Evidence.STATUS);
    }

    @Test
    void theMainStaysBehindTheGateWithinOneSecond() {
        ContainerTimeline app = GATED.timeline(seen(0, 11.3, true)).containers().get(1);
        TimeEstimate passed = gate(seen(0, 11.3, true));
        TimeEstimate created = requireNonNull(app.created());
        assertThat(created.at()).isAfterOrEqualTo(passed.at());
        assertThat(requireNonNull(app.started()).at()).isAfterOrEqualTo(created.at());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-86_400, -60, -0.7, 0.7, 60, 86_400})
    void aClockThatIsWrongHereChangesNothing(double clock) {
        TimeEstimate expected = gate(seen(0, 11.3, true));
        TimeEstimate passed = gate(seen(clock, 11.3, true));
        assertThat(passed.evidence()).isEqualTo(Evidence.SEEN);
        assertThat(Duration.between(expected.earliest(), passed.earliest()).abs())
                .isLessThan(Duration.ofMillis(50));
        assertThat(Duration.between(expected.latest(), passed.latest()).abs()).isLessThan(Duration.ofMillis(50));
    }

    @Test
    void withoutTheServersTimeNothingIsSeen() {
        assertThat(gate(seen(0, 11.3, false))).isEqualTo(gate(new Observations()));
    }

    /** A node's clock that is far from the API server's: what the API says counts. */
    @ParameterizedTest
    @ValueSource(doubles = {5, 7, 20})
    void whatContradictsTheApiIsNotBelieved(double passed) {
        assertThat(gate(seen(0, passed, true))).isEqualTo(gate(new Observations()));
        assertThat(main(seen(0, passed, true)).at()).isEqualTo(at(11));
    }

    @Test
    void aClockThatIsSetMeanwhile() {
        Observations observations = new Observations();
        observations.add(at(3), at(3), at(3), before());
        observations.add(at(1000), at(1000), at(11), GATED.pod());
        assertThat(gate(observations).evidence()).isEqualTo(Evidence.INFERRED);
        assertThat(observations.inServerTime(at(1000))).isBetween(at(11), at(12));
    }

    @Test
    void whatWasSoFromTheFirstLookOnWasNotSeenToChange() {
        Observations late = new Observations();
        late.add(at(80), at(80.1), at(80), GATED.pod());
        assertThat(gate(late).evidence()).isEqualTo(Evidence.INFERRED);
    }

    @Test
    void aGateThatHasJustPassedIsKnownBeforeAnythingElseIs() {
        ObjectNode pod = (ObjectNode) before();
        Observations observations = new Observations();
        observations.add(at(7), at(7.1), at(7), pod.deepCopy());
        ((ObjectNode) pod.at("/status/initContainerStatuses/0")).put("started", true);
        ((ArrayNode) pod.at("/status/conditions")).removeAll();
        ((ArrayNode) pod.at("/status/conditions"))
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "True")
                .put("lastTransitionTime", CREATED.toString());
        observations.add(at(8.8), at(8.9), at(8), pod);
        Timeline timeline = Timeline.of(pod, PodEvents.of(List.of()), observations, at(8.9));
        assertThat(requireNonNull(timeline.containers().get(0).gatePassed()).evidence())
                .isEqualTo(Evidence.SEEN);
        assertThat(timeline.findings()).noneMatch(finding -> finding.contains("waits for proxy's gate"));
    }
}
