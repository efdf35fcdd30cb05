package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.OpenLoop;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.Server;
import io.sidecarfirst.bench.server.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "burst",
        description = "Many Pods at once on a replica that has just become ready.",
        sortOptions = false)
final class BurstCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            defaultValue = "50,200",
            description = "Pods a second, 1..10000. Default: ${DEFAULT-VALUE}.")
    private List<Integer> rates = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "4",
            description = "For how long they come. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "3",
            description = "Seconds that each is waited for. Default: ${DEFAULT-VALUE}, the chart's.")
    private int patience;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        List<Target> started = targets.allStartable();
        Report report = output.report();
        for (int rate : rates) {
            Map<String, List<Figures>> figures = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Target target : started) {
                    Output.progress("%d/s, %s, round %d of %d", rate, target.name(), round + 1, rounds);
                    figures.computeIfAbsent(target.name(), name -> new ArrayList<>())
                            .add(onceReady(target, rate));
                }
            }
            report.add(
                    figures.entrySet().stream()
                            .map(entry -> new Row(Report.conditions("rate", rate), entry.getKey(), entry.getValue()))
                            .toList(),
                    Figure.IN_TIME);
        }
        output.finish(report);
        return 0;
    }

    private Figures onceReady(Target target, int rate) throws InterruptedException {
        try (Server server = target.start()) {
            server.awaitAnswer(Body.TYPICAL);
            return OpenLoop.run(
                    server.url(), Body.TYPICAL, rate, Duration.ofSeconds(seconds), Duration.ofSeconds(patience));
        }
    }
}
