package io.sidecarfirst.fuzz;

/** The bytes that somebody sends to the webhook: AdmissionReviews, and what is none. */
public final class ReviewFuzzer {
    private ReviewFuzzer() {}

    /** @throws AssertionError if something that must hold does not */
    public static void fuzzerTestOneInput(byte[] review) {
        AdmissionInvariants.hold(review);
    }
}
