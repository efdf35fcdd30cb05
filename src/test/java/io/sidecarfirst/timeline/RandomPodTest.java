package io.sidecarfirst.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods and Events with anything in them: each is drawn, in order, and no line is too wide. */
class RandomPodTest {
    private static final int TIMES = 150;

    private static final List<String> GARBAGE = List.of(
            "null",
            "7",
            "-1",
            "1e300",
            "2147483648",
            "true",
            "\"\"",
            "\"x\"",
            "{}",
            "[]",
            "[[]]",
            "[null, 3, {}]",
            "{\"name\": null}",
            "\"\\u001b[31m\\u0000\\ud800\"",
            "\"Successfully pulled image \\\"x\\\" in 9999999h (99999999999m9ms including waiting)\"",
            "\"Successfully pulled image \\\"x\\\" in 66ms (3.476s including waiting)\"",
            "\"+999999999-12-31T00:00:00Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"9999-12-31T23:59:59.999999999Z\"",
            "\"1970-01-01T00:00:00Z\"",
            "\"0001-01-01T00:00:00Z\"",
            "\"2026-11-24T10:00:05+14:00\"",
            "\"2026-11-24T09:00:00Z\"",
            "\"2026-11-24T10:00:07.5Z\"",
            "\"2026-02-30T10:00:00Z\"");

    private static Stream<TimelineCase> cases() {
        return TimelineCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isDrawn(TimelineCase one) {
        JsonNode sound = one.pod();
        PodEvents known = one.events();
        for (int seed = 0; seed < TIMES; seed++) {
            Random random = new Random(seed);
            JsonNode pod = sound.deepCopy();
            List<JsonNode> events = new ArrayList<>(
                    known.items().stream().map(JsonNode::deepCopy).toList());
            for (int i = random.nextInt(6); i >= 0; i--) {
                List<JsonNode> roots = new ArrayList<>(events);
                roots.add(pod);
                roots.add(pod);
                spoil(roots.get(random.nextInt(roots.size())), random);
            }
            Instant now = random.nextBoolean() ? null : Instant.parse("2026-11-24T10:00:09Z");
            draw(one.name() + ", seed " + seed, pod, events, now);
        }
    }

    private static void draw(String name, JsonNode pod, List<JsonNode> events, @Nullable Instant now) {
        Observations observations = new Observations();
        observations.add(Instant.EPOCH, Instant.EPOCH, now, pod);
        Timeline timeline = Timeline.of(pod, PodEvents.of(events), observations, now);
        long names = timeline.containers().stream()
                .map(ContainerTimeline::name)
                .distinct()
                .count();
        if (names == timeline.containers().size()) {
            RandomObservationsTest.keepsOrder(name, timeline);
        }
        assertThat(TextChart.lines(timeline, new TextChart.Capabilities(57, false, false)))
                .as(name)
                .allSatisfy(line -> assertThat(line).matches("[\\x20-\\x7e]{0,57}"));
        assertThat(TimelineJson.of(timeline).toString()).as(name).startsWith("{");
        assertThat(SvgPicture.of(timeline)).as(name).startsWith("<svg").doesNotContain("NaN");
        assertThat(new StateLog().since(pod))
                .as(name)
                .hasSizeLessThanOrEqualTo(timeline.containers().size());
    }

    /** Replaces, removes or doubles one thing somewhere below. */
    private static void spoil(JsonNode root, Random random) {
        JsonNode at = root;
        while (true) {
            if (at instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = List.copyOf(object.propertyNames());
                String name = names.get(random.nextInt(names.size()));
                if (object.path(name).isContainer() && !object.path(name).isEmpty() && random.nextInt(8) != 0) {
                    at = object.path(name);
                } else if (random.nextInt(5) == 0) {
                    object.remove(name);
                    return;
                } else {
                    object.set(name, garbage(random));
                    return;
                }
            } else if (at instanceof ArrayNode array && !array.isEmpty()) {
                int index = random.nextInt(array.size());
                int choice = random.nextInt(8);
                if (choice == 0) {
                    array.set(index, garbage(random));
                    return;
                }
                if (choice == 1) {
                    array.add(array.get(index).deepCopy());
                    return;
                }
                at = array.get(index);
            } else {
                return;
            }
        }
    }

    private static JsonNode garbage(Random random) {
        return JsonMapper.shared().readTree(GARBAGE.get(random.nextInt(GARBAGE.size())));
    }

    @Test
    void aTimeThatNoApiServerWritesIsNone() {
        for (String time : List.of("+999999999-12-31T00:00:00Z", "-0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z")) {
            JsonNode pod = TimelineCase.named("gated").pod().deepCopy();
            ((ObjectNode) pod.at("/status/containerStatuses/0/state/running")).put("startedAt", time);
            Timeline timeline = Timeline.of(pod, PodEvents.of(List.of()), new Observations(), null);
            assertThat(timeline.containers().get(1).started()).as(time).isNull();
        }
    }

    @Test
    void thousandsOfEventsAndHundredsOfContainers() {
        TimelineCase one = TimelineCase.named("several");
        JsonNode pod = one.pod().deepCopy();
        for (String list : List.of("containers", "initContainers")) {
            ArrayNode specs = (ArrayNode) pod.path("spec").path(list);
            ArrayNode statuses = (ArrayNode) pod.path("status").path(list.replace("ers", "erStatuses"));
            for (int i = 0; i < 100; i++) {
                specs.add(((ObjectNode) specs.get(0).deepCopy()).put("name", "c" + i));
                statuses.add(((ObjectNode) statuses.get(0).deepCopy()).put("name", "c" + i));
            }
        }
        List<JsonNode> items = one.events().items();
        List<JsonNode> events = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            events.add(items.get(i % items.size()));
        }
        draw("many", pod, events, null);
    }

    @Test
    void aPodWithoutContainers() {
        JsonNode pod = JsonMapper.shared().readTree("{\"status\": {\"phase\": \"Running\"}}");
        draw("none", pod, List.of(), null);
    }
}
