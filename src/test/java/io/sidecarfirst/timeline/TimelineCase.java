package io.sidecarfirst.timeline;

import io.sidecarfirst.goldens.GoldenInput;
import io.sidecarfirst.manifest.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One case: {@code NAME.yaml}, a Pod as an API server returns it and its Events, under comments that say what it shows,
 * when it was read ({@code # now:}), and why its Events were not ({@code # events-refused:}). Beside it what is drawn:
 * {@code NAME.txt}, {@code NAME.json} and {@code NAME.svg}.
 */
record TimelineCase(GoldenInput input) {
    static Stream<TimelineCase> all() {
        return GoldenInput.in("timeline", ".txt", ".json", ".svg").map(TimelineCase::new);
    }

    static TimelineCase named(String name) {
        return new TimelineCase(GoldenInput.named("timeline", name + ".yaml"));
    }

    String name() {
        return input.name();
    }

    JsonNode pod() {
        return objects("Pod").get(0);
    }

    PodEvents events() {
        return input.header("events-refused").map(PodEvents::missing).orElseGet(() -> PodEvents.of(objects("Event")));
    }

    Timeline timeline() {
        return timeline(new Observations());
    }

    Timeline timeline(Observations observations) {
        return Timeline.of(
                pod(),
                events(),
                observations,
                input.header("now").map(Instant::parse).orElse(null));
    }

    private List<JsonNode> objects(String kind) {
        return Manifest.parse(input.text()).trees().stream()
                .filter(tree -> tree.path("kind").asString("").equals(kind))
                .toList();
    }

    @Override
    public String toString() {
        return name();
    }
}
