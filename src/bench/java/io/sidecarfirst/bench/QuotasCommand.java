package io.sidecarfirst.bench;

import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.ImageTarget;
import io.sidecarfirst.bench.server.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "quotas",
        description = "The image with little processor time: its start, and how fair it is.",
        sortOptions = false)
final class QuotasCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--quotas",
            split = ",",
            paramLabel = "CPUS",
            defaultValue = "0.2,0.5,1",
            description = "As for docker run --cpus. Default: ${DEFAULT-VALUE}.")
    private List<String> quotas = List.of();

    @Mixin
    private FairnessLoad load = new FairnessLoad();

    @Option(
            names = {"-c", "--connections"},
            split = ",",
            paramLabel = "N",
            defaultValue = "4,16",
            description = "Connections, each with one request under way. Default: ${DEFAULT-VALUE}.")
    private List<Integer> connections = List.of();

    @Option(
            names = "--starts",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often it is started. Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        Report report = output.report();
        boolean isFine = true;
        ImageTarget image = targets.image();
        Row unlimited = starts(image, "all", "unlimited");
        report.add(List.of(unlimited));
        for (String quota : quotas) {
            ImageTarget limited = image.withCpus(quota);
            Row started = starts(limited, quota, limited.name());
            report.add(List.of(started));
            report.addRatios(started, unlimited, Figure.START);
            try (RunningTargets running = RunningTargets.start(List.of(limited))) {
                for (int c : connections) {
                    isFine &= load.measure(running, c, Report.conditions("cpus", quota, "c", c), report);
                }
            }
        }
        output.finish(report);
        return isFine ? 0 : 1;
    }

    private Row starts(Target target, String quota, String name) throws InterruptedException {
        List<Figures> rounds = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            Output.progress("cpus %s, start %d of %d", quota, i + 1, starts);
            rounds.add(ColdStart.of(target).figures());
        }
        return new Row(Report.conditions("cpus", quota, "c", "start"), name, rounds);
    }
}
