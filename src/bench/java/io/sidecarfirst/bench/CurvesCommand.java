package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.LoadGenerator;
import io.sidecarfirst.bench.load.LoadPlan;
import io.sidecarfirst.bench.load.Measurement;
import io.sidecarfirst.bench.result.Curves;
import io.sidecarfirst.bench.result.Curves.Line;
import io.sidecarfirst.bench.result.Curves.Point;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "curves",
        description = "How cost grows with size, sidecars, connections and replicas, as pictures.",
        sortOptions = false)
final class CurvesCommand implements Callable<Integer> {
    private static final int USUAL_CONNECTIONS = 4;
    private static final int MANY_CONNECTIONS = 16;
    private static final List<Place> SIZES = List.of(
            new Place(3_000, "3k", "1:3k", USUAL_CONNECTIONS),
            new Place(6_000, "6k", "1:6k", USUAL_CONNECTIONS),
            new Place(33_000, "33k", "1:33k", USUAL_CONNECTIONS),
            new Place(100_000, "100k", "1:100k", USUAL_CONNECTIONS),
            new Place(300_000, "300k", "1:300k", USUAL_CONNECTIONS),
            new Place(1_000_000, "1m", "1:1m", USUAL_CONNECTIONS));
    private static final List<Place> SIDECARS = Stream.of(1, 2, 4, 8, 16)
            .map(sidecars -> new Place(sidecars, "" + sidecars, sidecars + ":33k", USUAL_CONNECTIONS))
            .toList();
    private static final List<Place> CONNECTIONS = Stream.of(1, 4, 16, 64, 256)
            .map(connections -> new Place(connections, "" + connections, "4:33k", connections))
            .toList();
    private static final List<Integer> REPLICAS = List.of(1, 2, 4);

    /** Where on the horizontal axis a point stands, and what is measured there. */
    private record Place(double x, String label, String body, int connections) {}

    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--replica-cpus",
            paramLabel = "N",
            defaultValue = "0.25",
            description = "Processor quota of each replica, so that this machine can hold them. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String replicaCpus = "";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "A point. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "4",
            description = "Seconds before each point. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            defaultValue = "docs",
            description = "Where performance-by-*.svg are written. Default: ${DEFAULT-VALUE}.")
    private Path pictures = Path.of("docs");

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        Report report = output.report();
        try (RunningTargets running = RunningTargets.start(targets.all())) {
            draw(
                    "size",
                    "Processor time by size, one sidecar",
                    "bytes of the review",
                    Figure.CPU,
                    measure(report, running, SIZES));
            draw(
                    "sidecars",
                    "Processor time by sidecars, 33 kB",
                    "sidecars",
                    Figure.CPU,
                    measure(report, running, SIDECARS));
            draw(
                    "connections",
                    "Answers by connections, four sidecars, 33 kB",
                    "connections, each with one request under way",
                    Figure.RATE,
                    measure(report, running, CONNECTIONS));
        }
        draw(
                "replicas",
                "Answers by replicas of " + replicaCpus + " cores each, one sidecar, 6 kB",
                "replicas",
                Figure.RATE,
                replicas(report));
        output.finish(report);
        return 0;
    }

    private Map<Place, List<Row>> measure(Report report, RunningTargets running, List<Place> places)
            throws InterruptedException {
        Map<Place, List<Row>> measured = new LinkedHashMap<>();
        for (Place place : places) {
            List<Row> rows = running.underLoad(
                    Report.conditions("body", place.body(), "c", place.connections(), "replicas", 1),
                    plan(place.body(), place.connections()),
                    1);
            report.add(rows);
            measured.put(place, rows);
        }
        return measured;
    }

    private LoadPlan plan(String body, int connections) {
        return LoadPlan.during(Body.parse(body), connections, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    }

    private Map<Place, List<Row>> replicas(Report report) throws InterruptedException {
        List<Server> servers = new ArrayList<>();
        Map<Place, List<Row>> measured = new LinkedHashMap<>();
        try {
            for (int replicas : REPLICAS) {
                while (servers.size() < replicas) {
                    Server server = targets.image().withCpus(replicaCpus).start();
                    servers.add(server);
                    server.awaitAnswer(Body.TYPICAL);
                }
                Output.progress("%d replicas", replicas);
                List<URI> urls = servers.stream().map(Server::url).toList();
                Measurement load = LoadGenerator.run(
                        urls,
                        plan("1:6k", MANY_CONNECTIONS),
                        () -> servers.stream().mapToDouble(Server::cpuSeconds).sum());
                Row row = new Row(
                        Report.conditions("body", "1:6k", "c", MANY_CONNECTIONS, "replicas", replicas),
                        targets.image().name(),
                        List.of(load.figures()));
                report.add(List.of(row));
                measured.put(new Place(replicas, "" + replicas, "1:6k", MANY_CONNECTIONS), List.of(row));
            }
            return measured;
        } finally {
            servers.forEach(Server::close);
        }
    }

    private void draw(String by, String title, String across, Figure up, Map<Place, List<Row>> measured) {
        Map<String, List<Point>> lines = new LinkedHashMap<>();
        measured.forEach((place, rows) -> {
            for (Row row : rows) {
                row.figures()
                        .get(up)
                        .ifPresent(value -> lines.computeIfAbsent(row.target(), name -> new ArrayList<>())
                                .add(new Point(place.x(), place.label(), value)));
            }
        });
        Curves curves = new Curves(
                title,
                across,
                up.label(),
                lines.entrySet().stream()
                        .map(line -> new Line(line.getKey(), line.getValue()))
                        .toList());
        Path file = pictures.resolve("performance-by-" + by + ".svg");
        try {
            Files.writeString(file, curves.svg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Output.progress("%s is written", file);
    }
}
