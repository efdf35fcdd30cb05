package io.sidecarfirst.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.bench.result.Figure.Better;
import io.sidecarfirst.bench.result.Report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    @TempDir
    private Path folder;

    private static Figures round(double rate, double cpu) {
        return new Figures().put(Figure.RATE, rate).put(Figure.CPU, cpu);
    }

    private static Report report(double ourCpu) {
        Report report = new Report("load");
        report.add(
                List.of(
                        new Row(
                                Report.conditions("c", 16),
                                "ours",
                                List.of(round(300, ourCpu), round(200, ourCpu * 2), round(100, ourCpu))),
                        new Row(
                                Report.conditions("c", 16),
                                "bare",
                                List.of(round(100, 50), round(100, 100), round(100, 50)))),
                Figure.RATE,
                Figure.CPU);
        return report;
    }

    @Test
    void aReportIsReadAsItsRatios() {
        Path file = folder.resolve("load.json");

        report(100).write(file, List.of("load"));

        assertThat(Baseline.read(file))
                .containsExactly(
                        new Ratio("load c=16: req/s / bare", 2, Better.HIGHER),
                        new Ratio("load c=16: cpu_us / bare", 2, Better.LOWER));
    }

    @Test
    void aMadeUpRegressionIsFound() {
        Path baseline = folder.resolve("baseline.json");
        Path load = folder.resolve("load.json");
        report(100).write(load, List.of());
        Baseline.write(baseline, Baseline.read(load));
        report(112).write(load, List.of());

        Comparison comparison = Comparison.of(Baseline.read(baseline), Baseline.read(load));

        assertThat(comparison.regressions())
                .extracting(pair -> pair.base().name())
                .containsExactly("load c=16: cpu_us / bare");
    }

    @Test
    void aCommandsRatiosAreReplacedAndThoseOfOthersStay() {
        List<Ratio> baseline = List.of(
                new Ratio("load c=1: a", 1, Better.LOWER),
                new Ratio("load c=2: a", 1, Better.LOWER),
                new Ratio("memory after=ready: a", 1, Better.LOWER));

        assertThat(Baseline.refreshed(baseline, List.of(new Ratio("load c=1: a", 2, Better.LOWER))))
                .containsExactly(
                        new Ratio("load c=1: a", 2, Better.LOWER), new Ratio("memory after=ready: a", 1, Better.LOWER));
    }

    @Test
    void smallRatiosKeepTheirDigits() {
        Path file = folder.resolve("baseline.json");
        Ratio small = new Ratio("load: req/s / bare", 0.0012345, Better.HIGHER);

        Baseline.write(file, List.of(small));

        assertThat(Baseline.read(file).get(0).value()).isEqualTo(0.001235);
    }

    @Test
    void theCommittedBaselineIsReadable() {
        assertThat(Baseline.read(Path.of("src/bench/baseline.json"))).isNotNull();
    }

    @Test
    void aFileWithoutRatiosIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{}");

        assertThatThrownBy(() -> Baseline.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other.json");
    }
}
