package io.sidecarfirst.bench;

import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cold-start",
        description = "From the start of the process to its first right answer, and the 100 reviews after that.",
        sortOptions = false)
final class ColdStartCommand implements Callable<Integer> {
    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(names = "--starts", paramLabel = "N", defaultValue = "11", description = "Default: ${DEFAULT-VALUE}.")
    private int starts;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        List<Target> started = targets.allStartable();
        Map<String, List<Figures>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < starts; i++) {
            for (Target target : started) {
                Output.progress("%s, start %d of %d", target.name(), i + 1, starts);
                rounds.computeIfAbsent(target.name(), name -> new ArrayList<>())
                        .add(ColdStart.of(target).figures());
            }
        }
        Report report = output.report();
        report.add(
                rounds.entrySet().stream()
                        .map(entry -> new Row(Map.of(), entry.getKey(), entry.getValue()))
                        .toList(),
                Figure.START,
                Figure.START_CPU,
                Figure.FIRST_100);
        output.finish(report);
        return 0;
    }
}
