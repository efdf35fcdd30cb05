package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.LoadGenerator;
import io.sidecarfirst.bench.load.LoadPlan;
import io.sidecarfirst.bench.load.Measurement;
import io.sidecarfirst.bench.result.Figures;
import io.sidecarfirst.bench.result.Report.Row;
import io.sidecarfirst.bench.server.Server;
import io.sidecarfirst.bench.server.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Targets that run side by side and are put under load in turn. */
final class RunningTargets implements AutoCloseable {
    private final Map<String, Server> servers = new LinkedHashMap<>();

    private RunningTargets() {}

    /** Starts them, and waits until each answers. */
    static RunningTargets start(List<? extends Target> targets) throws InterruptedException {
        RunningTargets running = new RunningTargets();
        try {
            for (Target target : targets) {
                Server server = target.start();
                if (running.servers.put(target.name(), server) != null) {
                    throw new IllegalArgumentException(target.name() + ": two targets of one name");
                }
                server.awaitAnswer(Body.TYPICAL);
            }
            return running;
        } catch (RuntimeException | InterruptedException e) {
            running.close();
            throw e;
        }
    }

    /**
     * Rounds in turn, A, B, A, B, so that what else happens on the machine happens to all.
     *
     * @throws IllegalStateException if one of them ends
     */
    List<Row> underLoad(Map<String, String> conditions, LoadPlan plan, int rounds) throws InterruptedException {
        Map<String, List<Figures>> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Server> entry : servers.entrySet()) {
                Output.progress("%s, %s, round %d of %d", conditions, entry.getKey(), round + 1, rounds);
                Measurement measured = measure(entry.getValue(), plan);
                measured.firstError()
                        .ifPresent(error ->
                                Output.progress("%s: %d errors; one: %s", entry.getKey(), measured.errors(), error));
                figures.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                        .add(measured.figures());
            }
        }
        return figures.entrySet().stream()
                .map(entry -> new Row(conditions, entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Measurement measure(Server server, LoadPlan plan) throws InterruptedException {
        Measurement measured = LoadGenerator.run(server.url(), plan, server::cpuSeconds);
        server.end().ifPresent(end -> {
            throw new IllegalStateException("under load, " + server.url() + ": " + end);
        });
        return measured;
    }

    @Override
    public void close() {
        servers.values().forEach(Server::close);
    }
}
