package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.LoadPlan;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "load",
        description = "Throughput, latency, and processor time for a review, in a closed loop.",
        sortOptions = false)
final class LoadCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--bodies",
            split = ",",
            paramLabel = "SIDECARS:BYTES",
            defaultValue = "1:6k,4:33k",
            description = "Reviews, such as 0:6k or 4:3m. Default: ${DEFAULT-VALUE}.")
    private List<String> bodies = List.of();

    @Option(
            names = {"-c", "--connections"},
            split = ",",
            paramLabel = "N",
            defaultValue = "1,16,64",
            description = "Connections, each with one request under way. Default: ${DEFAULT-VALUE}.")
    private List<Integer> connections = List.of();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "8",
            description = "Of each round. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds before each round. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        Report report = output.report();
        boolean isFine = true;
        try (RunningTargets running = RunningTargets.start(targets.all())) {
            for (String name : bodies) {
                Body body = Body.parse(name);
                for (int c : connections) {
                    LoadPlan plan = LoadPlan.during(body, c, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
                    List<Row> rows = running.underLoad(Report.conditions("body", name, "c", c), plan, rounds);
                    report.add(rows, Figure.RATE, Figure.MEDIAN, Figure.P99, Figure.CPU);
                    isFine &= !rows.get(0).figures().hasErrors();
                }
            }
        }
        output.finish(report);
        return isFine ? 0 : 1;
    }
}
