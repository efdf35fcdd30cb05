package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.LoadGenerator;
import io.sidecarfirst.bench.load.LoadPlan;
import io.sidecarfirst.bench.load.Measurement;
import io.sidecarfirst.bench.machine.ServerProcess;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.Server;
import io.sidecarfirst.bench.server.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "memory",
        description = "Memory when ready, after many mixed reviews, and after huge ones; fails if the limit ends it.",
        sortOptions = false)
final class MemoryCommand implements Callable<Integer> {
    private static final List<Body> MIXED = List.of(Body.TYPICAL, Body.LARGE, Body.parse("0:6k"));
    private static final List<Body> HUGE = List.of(Body.parse("4:3m"));

    @Mixin
    private TargetOptions targets = new TargetOptions();

    @Option(
            names = "--reviews",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Mixed reviews over 64 connections. Default: ${DEFAULT-VALUE}.")
    private long reviews;

    @Option(
            names = "--huge",
            paramLabel = "N",
            defaultValue = "200",
            description = "Reviews of 3 MB after that, over 16 connections. Default: ${DEFAULT-VALUE}.")
    private long huge;

    @Option(
            names = "--settle",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of rest before memory is read. Default: ${DEFAULT-VALUE}.")
    private int settle;

    @Mixin
    private Output output = new Output();

    private boolean isFine = true;

    @Override
    public Integer call() throws InterruptedException {
        List<Target> measured = new ArrayList<>(List.of(targets.startable()));
        measured.addAll(targets.bare());
        // By the moment, then by the target.
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        for (Target target : measured) {
            try (Server server = target.start()) {
                server.awaitAnswer(Body.TYPICAL);
                add(rows, "ready", target, server, new Figures());
                add(rows, "mixed", target, server, post(server, LoadPlan.of(reviews, MIXED, 64)));
                add(rows, "3 MB", target, server, post(server, LoadPlan.of(huge, HUGE, 16)));
            }
        }
        Report report = output.report();
        rows.values().forEach(moment -> report.add(moment, Figure.PRIVATE, Figure.RESIDENT));
        output.finish(report);
        return isFine ? 0 : 1;
    }

    private Figures post(Server server, LoadPlan plan) throws InterruptedException {
        Output.progress("%d reviews to %s", plan.requests(), server.url());
        Measurement measured = LoadGenerator.run(server.url(), plan, server::cpuSeconds);
        measured.firstError().ifPresent(error -> Output.progress("%d errors; one: %s", measured.errors(), error));
        return measured.figures();
    }

    private void add(Map<String, List<Row>> rows, String moment, Target target, Server server, Figures figures)
            throws InterruptedException {
        Optional<String> end = server.end();
        if (end.isPresent()) {
            throw new IllegalStateException(target.name() + ", " + moment + ": " + end.get());
        }
        Thread.sleep(settle * 1000L);
        ServerProcess process = server.process()
                .orElseThrow(() -> new IllegalStateException(target.name() + ": its process is not known"));
        figures.put(Figure.PRIVATE, process.privateMiB())
                .put(Figure.RESIDENT, process.residentMiB())
                .put(Figure.PEAK, process.peakMiB());
        isFine &= !figures.hasErrors();
        rows.computeIfAbsent(moment, name -> new ArrayList<>())
                .add(new Row(Report.conditions("after", moment), target.name(), List.of(figures)));
    }
}
