package io.sidecarfirst.bench;

import io.sidecarfirst.bench.result.Baseline;
import io.sidecarfirst.bench.result.Comparison;
import io.sidecarfirst.bench.result.Comparison.Pair;
import io.sidecarfirst.bench.result.Ratio;
import io.sidecarfirst.bench.result.Report;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "compare",
        description = "Compares the last results with the baseline; fails if a ratio became worse by a tenth or more.")
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private BaselineFiles files = new BaselineFiles();

    @Override
    public Integer call() {
        List<Ratio> baseline = Baseline.read(files.baseline());
        Comparison comparison = Comparison.of(baseline, files.measured());
        comparison.unmeasured().forEach(ratio -> System.out.println("not measured: " + ratio.name()));
        comparison.unknown().forEach(ratio -> System.out.println("not in the baseline: " + ratio.name()));
        Report.table(comparison.pairs().stream().map(CompareCommand::cells).toList(), 2)
                .forEach(System.out::println);
        if (comparison.pairs().isEmpty()) {
            throw new IllegalArgumentException("nothing to compare: no measured ratio is in " + files.baseline());
        }
        for (Pair regression : comparison.regressions()) {
            System.out.printf(
                    Locale.ROOT,
                    "REGRESSION: %s: was %s, is %s (%+.0f %%)%n",
                    regression.base().name(),
                    Report.number(regression.base().value()),
                    Report.number(regression.now().value()),
                    regression.percent());
        }
        return comparison.regressions().isEmpty() ? 0 : 1;
    }

    private static List<String> cells(Pair pair) {
        return List.of(
                pair.base().name(),
                pair.verdict(),
                Report.number(pair.base().value()),
                Report.number(pair.now().value()),
                String.format(Locale.ROOT, "%+.0f %%", pair.percent()));
    }
}
