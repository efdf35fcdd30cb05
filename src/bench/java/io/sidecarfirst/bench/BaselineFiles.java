package io.sidecarfirst.bench;

import io.sidecarfirst.bench.result.Baseline;
import io.sidecarfirst.bench.result.Ratio;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The baseline, and the results that are compared with it or become it. */
final class BaselineFiles {
    private static final Path RESULTS = Path.of("target/bench");

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            defaultValue = "src/bench/baseline.json",
            description = "Default: ${DEFAULT-VALUE}.")
    private Path baseline = Path.of("");

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Results. Default: all in target/bench.")
    private List<Path> results = new ArrayList<>();

    Path baseline() {
        return baseline;
    }

    /**
     * The ratios of the results.
     *
     * @throws IllegalArgumentException if there are none
     */
    List<Ratio> measured() {
        List<Path> files = results.isEmpty() ? all() : results;
        List<Ratio> measured =
                files.stream().flatMap(file -> Baseline.read(file).stream()).toList();
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("no ratios in " + files + "; run a command first");
        }
        return measured;
    }

    private static List<Path> all() {
        try (Stream<Path> files = Files.list(RESULTS)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
