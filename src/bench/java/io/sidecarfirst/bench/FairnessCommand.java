package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.LoadPlan;
import io.sidecarfirst.bench.machine.Burn;
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
        name = "fairness",
        description = "How much longer than the median the longest request takes, in a closed loop at full speed.",
        sortOptions = false)
final class FairnessCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--body",
            paramLabel = "SIDECARS:BYTES",
            defaultValue = "4:33k",
            description = "The review. Default: ${DEFAULT-VALUE}.")
    private String body = "";

    @Option(
            names = {"-c", "--connections"},
            split = ",",
            paramLabel = "N",
            defaultValue = "16,64,256",
            description = "Connections, each with one request under way. Default: ${DEFAULT-VALUE}.")
    private List<Integer> connections = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "For each number of connections. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds before that. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--burn",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads that keep cores busy meanwhile. Default: ${DEFAULT-VALUE}.")
    private int burn;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        Report report = output.report();
        boolean isFine = true;
        try (RunningTargets running = RunningTargets.start(targets.all())) {
            Burn.start(burn);
            for (int c : connections) {
                LoadPlan plan =
                        LoadPlan.during(Body.parse(body), c, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
                List<Row> rows = running.underLoad(Report.conditions("body", body, "c", c, "burn", burn), plan, 1);
                report.add(rows);
                report.addRatio(rows.get(0), Figure.LONGEST, Figure.MEDIAN);
                isFine &= rows.get(0).figures().get(Figure.ERRORS).orElse(0) == 0;
            }
        }
        output.finish(report);
        return isFine ? 0 : 1;
    }
}
