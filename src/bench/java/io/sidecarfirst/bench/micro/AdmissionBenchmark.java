package io.sidecarfirst.bench.micro;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.DefaultAdmission;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A review, without HTTP and TLS, and as the yardstick of the same run its parsing into Jackson's tree alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class AdmissionBenchmark {
    private final Admission admission = DefaultAdmission.make();
    private final JsonMapper json = JsonMapper.shared();

    /** The name of a {@link Body}. */
    @Param("1:6k")
    public String body = "";

    private byte[] review = {};

    /** Makes the review. */
    @Setup
    public void makeReview() {
        review = Body.parse(body).bytes();
    }

    /** Bytes in, bytes out. */
    @Benchmark
    public Outcome admission() {
        return admission.answer(review);
    }

    /** Bytes in, a tree out. */
    @Benchmark
    public JsonNode parsing() {
        return json.readTree(review);
    }
}
