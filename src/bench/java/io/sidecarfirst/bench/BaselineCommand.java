package io.sidecarfirst.bench;

import io.sidecarfirst.bench.result.Baseline;
import io.sidecarfirst.bench.result.Ratio;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "baseline",
        description = "Makes the last results the baseline of their commands; those of other commands stay.")
final class BaselineCommand implements Callable<Integer> {
    @Mixin
    private BaselineFiles files = new BaselineFiles();

    @Override
    public Integer call() {
        List<Ratio> measured = files.measured();
        Baseline.write(files.baseline(), Baseline.refreshed(Baseline.read(files.baseline()), measured));
        System.out.printf("%d ratios written to %s%n", measured.size(), files.baseline());
        return 0;
    }
}
