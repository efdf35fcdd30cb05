package io.sidecarfirst.bench;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.LoadPlan;
import io.sidecarfirst.bench.result.Figure;
import io.sidecarfirst.bench.result.Report;
import io.sidecarfirst.bench.result.Report.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** A closed loop at full speed, to see how much longer than the median the longest request takes. */
final class FairnessLoad {
    @Option(
            names = "--body",
            paramLabel = "SIDECARS:BYTES",
            defaultValue = "4:33k",
            description = "The review. Default: ${DEFAULT-VALUE}.")
    private String body = "";

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

    /** The review that is posted, by its name. */
    String body() {
        return body;
    }

    /**
     * Puts targets under that load, and reports it; the first of them is what is measured.
     *
     * @return whether it made no error
     */
    boolean measure(RunningTargets running, int connections, Map<String, String> conditions, Report report)
            throws InterruptedException {
        LoadPlan plan =
                LoadPlan.during(Body.parse(body), connections, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
        List<Row> rows = running.underLoad(conditions, plan, 1);
        report.add(rows);
        report.addRatio(rows.get(0), Figure.LONGEST, Figure.MEDIAN);
        return !rows.get(0).figures().hasErrors();
    }
}
