package io.sidecarfirst.bench;

import io.sidecarfirst.bench.machine.Burn;
import io.sidecarfirst.bench.result.Report;
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

    @Mixin
    private FairnessLoad load = new FairnessLoad();

    @Option(
            names = {"-c", "--connections"},
            split = ",",
            paramLabel = "N",
            defaultValue = "16,64,256",
            description = "Connections, each with one request under way. Default: ${DEFAULT-VALUE}.")
    private List<Integer> connections = List.of();

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
                isFine &=
                        load.measure(running, c, Report.conditions("body", load.body(), "c", c, "burn", burn), report);
            }
        }
        output.finish(report);
        return isFine ? 0 : 1;
    }
}
