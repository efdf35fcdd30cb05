package io.sidecarfirst.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever was seen, by whatever clock: the timeline is not less precise than without it, never says what the API rules out,
 * and keeps the order in which things must happen.
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
            Timeline with = Timeline.of(pod, events, observations(pod, without, random), Optional.of(without.now()));
            for (int lane = 0; lane < with.lanes().size(); lane++) {
                compare(without.lanes().get(lane), with.lanes().get(lane));
            }
            assertThat(with.steps()).hasSizeGreaterThanOrEqualTo(without.steps().size());
            for (int step = 0; step < without.steps().size(); step++) {
                Step before = without.steps().get(step);
                Step after = with.steps().get(step);
                assertThat(after.cause()).isEqualTo(before.cause());
                before.to().ifPresent(end -> isNarrower(end, after.to().orElseThrow()));
                if (before.to().isPresent()) {
                    assertThat(doubt(after)).isLessThanOrEqualTo(doubt(before));
                }
            }
            keepsOrder(one.name() + ", " + i, with);
        }
    }

    private static Duration doubt(Step step) {
        Interval stretch = step.stretch(Instant.EPOCH);
        return stretch.longest().minus(stretch.shortest());
    }

    private static void compare(ContainerTimeline without, ContainerTimeline with) {
        List<Optional<TimeEstimate>> before =
                List.of(without.created(), without.started(), without.passed(), without.ready(), without.finished());
        List<Optional<TimeEstimate>> after =
                List.of(with.created(), with.started(), with.passed(), with.ready(), with.finished());
        for (int i = 0; i < before.size(); i++) {
            Optional<TimeEstimate> better = after.get(i);
            before.get(i).ifPresent(moment -> isNarrower(moment, better.orElseThrow()));
        }
    }

    private static void isNarrower(TimeEstimate without, TimeEstimate with) {
        assertThat(with.earliest()).isAfterOrEqualTo(without.earliest());
        assertThat(with.latest()).isBeforeOrEqualTo(without.latest());
        assertThat(with.at()).isBetween(with.earliest(), with.latest());
    }

    static void keepsOrder(String name, Timeline timeline) {
        for (Step step : timeline.steps()) {
            step.to().ifPresent(end -> isInOrder(name, step.from(), end));
        }
        Optional<TimeEstimate> gate = Optional.empty();
        for (ContainerTimeline lane : timeline.lanes()) {
            List<TimeEstimate> moments = new ArrayList<>();
            (lane.kind() == ContainerKind.MAIN || lane.created().isPresent() ? gate : Optional.<TimeEstimate>empty())
                    .ifPresent(moments::add);
            Stream.of(lane.created(), lane.started(), lane.passed())
                    .flatMap(Optional::stream)
                    .forEach(moments::add);
            for (int i = 1; i < moments.size(); i++) {
                isInOrder(name, moments.get(i - 1), moments.get(i));
            }
            lane.ready()
                    .ifPresent(ready -> lane.started()
                            .ifPresent(
                                    started -> assertThat(ready.at()).as(name).isAfterOrEqualTo(started.at())));
            gate = lane.kind() == ContainerKind.SIDECAR ? lane.passed().or(lane::started) : gate;
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
                    random.nextInt(20) == 0
                            ? Optional.empty()
                            : Optional.of(Instant.ofEpochSecond(date.getEpochSecond())),
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
