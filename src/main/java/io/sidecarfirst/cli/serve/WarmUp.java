package io.sidecarfirst.cli.serve;

import io.sidecarfirst.cli.common.ExampleReview;
import io.sidecarfirst.server.ReviewPaths;

/**
 * Answers the example a few times before the first real review comes: what the JVM loads and links on first use takes a
 * quarter of a second, which no Pod should wait for. What the gate container alone needs takes 10 ms, and is left out.
 */
final class WarmUp {
    /** Enough that every class is loaded; the JIT compiler's part comes with the real load. */
    private static final int ROUNDS = 20;

    private WarmUp() {}

    static void run(ReviewPaths paths) {
        byte[] review = ExampleReview.of(ExampleReview.pod());
        for (int i = 0; i < ROUNDS; i++) {
            paths.setting().answer(review);
        }
    }
}
