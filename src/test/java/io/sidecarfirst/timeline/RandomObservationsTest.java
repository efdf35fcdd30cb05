package io.sidecarfirst.timeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever was seen, by whatever clock: the timeline is not less precise than without it, never says what the API rules
 * out, and keeps the order in which things must happen.
 */
class RandomObservationsTest {
    private static final int TIMES = 150;

    private static Stream<TimelineCase> cases() {
        return TimelineCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void onlyNarrow(TimelineCase one) {
        JsonNode pod = one.pod();
        PodEvents events = one.events();
        Timeline without = one.timeline();
        Random random = new Random(one.name().hashCode());
        for (int i = 0; i < TIMES; i++) {
            Timeline with = Timeline.of(pod, events, observations(pod, without, random), without.now());
            for (int index = 0; index < with.containers().size(); index++) {
                compare(without.containers().get(index), with.containers().get(index));
            }
            assertThat(with.steps()).hasSizeGreaterThanOrEqualTo(without.steps().size());
            for (int step = 0; step < without.steps().size(); step++) {
                Step before = without.steps().get(step);
                Step after = with.steps().get(step);
                assertThat(after.reason()).isEqualTo(before.reason());
                if (before.to() != null) {
                    isNarrower(before.to(), requireNonNull(after.to()));
                    assertThat(doubt(after)).isLessThanOrEqualTo(doubt(before));
                }
            }
            keepsOrder(one.name() + ", " + i, with);
        }
    }

    private static Duration doubt(Step step) {
        Interval interval = step.interval(Instant.EPOCH);
        return interval.longest().minus(interval.shortest());
    }

    private static void compare(ContainerTimeline without, ContainerTimeline with) {
        compare(without.created(), with.created());
        compare(without.started(), with.started());
        compare(without.gatePassed(), with.gatePassed());
        compare(without.ready(), with.ready());
        compare(without.finished(), with.finished());
    }

    private static void compare(@Nullable TimeEstimate without, @Nullable TimeEstimate with) {
        if (without != null) {
            isNarrower(without, requireNonNull(with));
        }
    }

    private static void isNarrower(TimeEstimate without, TimeEstimate with) {
        assertThat(with.earliest()).isAfterOrEqualTo(without.earliest());
        assertThat(with.latest()).isBeforeOrEqualTo(without.latest());
        assertThat(with.at()).isBetween(with.earliest(), with.latest());
    }

    static void keepsOrder(String name, Timeline timeline) {
        for (Step step : timeline.steps()) {
            if (step.to() != null) {
                isInOrder(name, step.from(), step.to());
            }
        }
        TimeEstimate gate = null;
        for (ContainerTimeline container : timeline.containers()) {
            boolean hasWaited = container.kind() == ContainerKind.MAIN || container.created() != null;
            List<TimeEstimate> times = Stream.of(
                            hasWaited ? gate : null, container.created(), container.started(), container.gatePassed())
                    .filter(Objects::nonNull)
                    .toList();
            for (int i = 1; i < times.size(); i++) {
                isInOrder(name, times.get(i - 1), times.get(i));
            }
            if (container.ready() != null && container.started() != null) {
                assertThat(container.ready().at())
                        .as(name)
                        .isAfterOrEqualTo(container.started().at());
            }
            if (container.kind() == ContainerKind.SIDECAR) {
                gate = container.isAsked() || container.gatePassed() == null
                        ? container.started()
                        : container.gatePassed();
            }
        }
    }

    private static void isInOrder(String name, TimeEstimate one, TimeEstimate other) {
        assertThat(other.at()).as(name).isAfterOrEqualTo(one.at());
        assertThat(other.earliest()).as(name).isAfterOrEqualTo(one.earliest());
        assertThat(other.latest()).as(name).isAfterOrEqualTo(one.latest());
    }

    private static Observations observations(JsonNode pod, Timeline timeline, Random random) {
        Observations observations = new Observations();
        Duration clock = random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(random.nextInt(8_000) - 4_000);
        Instant server = timeline.created().at().minusMillis(random.nextInt(2_000));
        for (int look = random.nextInt(60); look > 0; look--) {
            server = server.plusMillis(random.nextInt(random.nextInt(10) == 0 ? 6_000 : 600));
            Instant here = server.plus(clock);
            Instant date = server.plusMillis(random.nextInt(3) == 0 ? random.nextInt(3_000) - 1_500 : 0);
            observations.add(
                    here.minusMillis(random.nextInt(200)),
                    here.plusMillis(random.nextInt(200)),
                    random.nextInt(20) == 0 ? null : Instant.ofEpochSecond(date.getEpochSecond()),
                    changed(pod, random));
        }
        return observations;
    }

    /** Any of its containers may run or not, have started or not, be ready or not. */
    private static JsonNode changed(JsonNode pod, Random random) {
        JsonNode changed = pod.deepCopy();
        for (String list : List.of("initContainerStatuses", "containerStatuses")) {
            for (JsonNode status : changed.path("status").path(list)) {
                ObjectNode object = (ObjectNode) status;
                if (random.nextBoolean()) {
                    object.put("started", random.nextBoolean()).put("ready", random.nextBoolean());
                }
                if (random.nextInt(3) == 0) {
                    object.putObject("state").putObject(random.nextBoolean() ? "running" : "waiting");
                }
            }
        }
        return changed;
    }
}
