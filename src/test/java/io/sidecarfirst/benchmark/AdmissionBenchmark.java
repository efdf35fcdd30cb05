package io.sidecarfirst.benchmark;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.gate.Gates;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bytes in, bytes out, without HTTP and TLS. {@code treeOf...} is the yardstick of the same run: only parsing the same
 * bytes into Jackson's tree.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AdmissionBenchmark {
    private final Admission admission = new Admission(Gates.DEFAULT);
    private final JsonMapper json = JsonMapper.shared();
    private final byte[] withoutSidecar = BenchmarkReviews.withoutSidecar();
    private final byte[] withOneSidecar = BenchmarkReviews.withOneSidecar();
    private final byte[] withFourSidecars = BenchmarkReviews.withFourSidecars();

    @Benchmark
    public Outcome withoutSidecar() {
        return admission.answer(withoutSidecar);
    }

    @Benchmark
    public Outcome withOneSidecar() {
        return admission.answer(withOneSidecar);
    }

    @Benchmark
    public Outcome withFourSidecars() {
        return admission.answer(withFourSidecars);
    }

    @Benchmark
    public JsonNode treeOfOneSidecar() {
        return json.readTree(withOneSidecar);
    }

    /** Runs all of it; the sizes are printed first. */
    public static void main(String[] arguments) throws RunnerException {
        System.out.printf(
                "review sizes: %d, %d and %d bytes%n",
                BenchmarkReviews.withoutSidecar().length,
                BenchmarkReviews.withOneSidecar().length,
                BenchmarkReviews.withFourSidecars().length);
        new Runner(new OptionsBuilder()
                        .include(AdmissionBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
