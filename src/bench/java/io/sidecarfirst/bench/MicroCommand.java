package io.sidecarfirst.bench;

import io.sidecarfirst.bench.micro.AdmissionBenchmark;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "micro",
        description = "Bytes in, bytes out, without HTTP and TLS, against parsing the same bytes; by JMH.",
        sortOptions = false)
final class MicroCommand implements Callable<Integer> {
    @Option(
            names = "--bodies",
            split = ",",
            paramLabel = "SIDECARS:BYTES",
            defaultValue = "0:6k,1:6k,4:6k,0:33k,1:33k,4:33k,0:3m,1:3m,4:3m",
            description = "Reviews. Default: ${DEFAULT-VALUE}.")
    private List<String> bodies = List.of();

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "5",
            description = "Of two seconds each, after three of warm-up. Default: ${DEFAULT-VALUE}.")
    private int iterations;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(AdmissionBenchmark.class.getSimpleName())
                .param("body", bodies.toArray(String[]::new))
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(2));
        // By the body; "admission" comes before "parsing".
        Map<String, Map<String, List<Figures>>> figures = new TreeMap<>();
        for (RunResult result : new Runner(options.build()).run()) {
            figures.computeIfAbsent(result.getParams().getParam("body"), body -> new TreeMap<>())
                    .put(result.getPrimaryResult().getLabel(), rounds(result));
        }
        Report report = output.report();
        figures.forEach((body, targets) -> {
            List<Row> rows = new ArrayList<>();
            targets.forEach((name, rounds) -> rows.add(new Row(Report.conditions("body", body), name, rounds)));
            report.add(rows, Figure.REVIEW);
        });
        output.finish(report);
        return 0;
    }

    private static List<Figures> rounds(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(IterationResult::getPrimaryResult)
                .map(iteration -> new Figures().put(Figure.REVIEW, iteration.getScore()))
                .toList();
    }
}
