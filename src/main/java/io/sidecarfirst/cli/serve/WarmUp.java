package io.sidecarfirst.cli.serve;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.cli.common.ExampleReview;

/**
 * Answers the example a few times before the first real review comes: what the JVM loads and links on first use takes a
 * quarter of a second, which no Pod should wait for.
 */
final class WarmUp {
    /** Enough that every class is loaded; the JIT compiler's part comes with the real load. */
    private static final int ROUNDS = 20;

    private WarmUp() {}

    static void run(Admission admission) {
        byte[] review = ExampleReview.of(ExampleReview.pod());
        for (int i = 0; i < ROUNDS; i++) {
            admission.answer(review);
        }
    }
}
