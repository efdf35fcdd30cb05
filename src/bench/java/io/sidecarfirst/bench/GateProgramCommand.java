package io.sidecarfirst.bench;

import io.sidecarfirst.bench.cluster.GateProgram;
import io.sidecarfirst.bench.machine.ServerProcess;
import io.sidecarfirst.bench.machine.Tool;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "gate-program",
        description =
                "The gate container's program while nobody answers it: its memory and processor time, and the size"
                        + " of its image.",
        sortOptions = false)
final class GateProgramCommand implements Callable<Integer> {
    private static final double MILLION = 1_000_000;

    @Mixin
    private GateProgram program = new GateProgram();

    @Option(
            names = "--checks",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,3,20",
            description = "Sidecars that it asks. Default: ${DEFAULT-VALUE}.")
    private List<Integer> checks = List.of();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "How long it asks before it is looked at. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        String image = program.local();
        double size = Long.parseLong(Tool.run("docker", "image", "inspect", "--format", "{{.Size}}", image)) / MILLION;
        List<Row> rows = new ArrayList<>();
        for (int number : checks) {
            List<Figures> figures = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                Output.progress("%d checks, round %d of %d", number, round + 1, rounds);
                figures.add(measure(image, number).put(Figure.IMAGE, size));
            }
            rows.add(new Row(Report.conditions("checks", number), "gate-container", figures));
        }
        Report report = output.report();
        rows.forEach(row -> report.add(List.of(row)));
        output.finish(report);
        return 0;
    }

    /** Each kind of check in turn, on ports that nobody opens, as restricted as in a Pod. */
    private Figures measure(String image, int number) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "docker", "run", "--detach", "--read-only", "--cap-drop=ALL", "--memory=16m", "--memory-swap=16m"));
        command.add(image);
        for (int i = 0; i < number; i++) {
            String handler = List.of("tcpSocket", "httpGet", "grpc").get(i % 3);
            command.add("{\"sidecar\":\"sidecar-%d\",\"source\":\"readinessProbe\",\"timeoutSeconds\":1,".formatted(i)
                    + "\"%s\":{\"port\":%d}}".formatted(handler, 8000 + i));
        }
        String id = Tool.run(command.toArray(String[]::new));
        try {
            Thread.sleep(seconds * 1000L);
            String pid = Tool.run("docker", "inspect", "--format", "{{.State.Pid}}", id);
            ServerProcess process = new ServerProcess(Long.parseLong(pid));
            return new Figures()
                    .put(Figure.PEAK, process.peakMiB())
                    .put(Figure.RESIDENT, process.residentMiB())
                    .put(Figure.CPU_SHARE, process.cpuSeconds() / seconds * 100);
        } finally {
            Tool.output("docker", "rm", "--force", "--volumes", id);
        }
    }
}
