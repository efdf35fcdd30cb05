package io.sidecarfirst.timeline;

import io.sidecarfirst.manifest.Document;
import io.sidecarfirst.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * One case: {@code NAME.yaml}, a Pod as an API server returns it and its Events, under comments that say what it shows,
 * when it was read ({@code # now:}), and why its Events were not ({@code # events-refused:}). Beside it what is drawn:
 * {@code NAME.txt}, {@code NAME.json} and {@code NAME.svg}.
 */
record TimelineCase(String name, String text) {
    static final Path FOLDER = Path.of("src/test/resources/timeline");

    /** How the pictures are drawn again. */
    static final String REFRESH = "mvn -q test -Dtest=TimelineGoldenTest -Dgoldens=refresh";

    static Stream<TimelineCase> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(file -> new TimelineCase(file.getFileName().toString().replace(".yaml", ""), read(file)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TimelineCase named(String name) {
        return new TimelineCase(name, read(FOLDER.resolve(name + ".yaml")));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String ending) {
        return FOLDER.resolve(name + ending);
    }

    JsonNode pod() {
        return objects("Pod").get(0);
    }

    PodEvents events() {
        return header("events-refused").map(PodEvents::missing).orElseGet(() -> PodEvents.of(objects("Event")));
    }

    Timeline timeline() {
        return timeline(new Observations());
    }

    Timeline timeline(Observations observations) {
        return Timeline.of(
                pod(), events(), observations, header("now").map(Instant::parse).orElse(null));
    }

    private List<JsonNode> objects(String kind) {
        List<JsonNode> objects = new ArrayList<>();
        for (Document document : Manifest.parse(text).documents()) {
            if (document instanceof Document.Parsed parsed
                    && parsed.tree().path("kind").asString("").equals(kind)) {
                objects.add(parsed.tree());
            }
        }
        return objects;
    }

    private Optional<String> header(String key) {
        return text.lines()
                .takeWhile(line -> line.startsWith("#"))
                .filter(line -> line.startsWith("# " + key + ": "))
                .map(line -> line.substring(key.length() + 4))
                .findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
