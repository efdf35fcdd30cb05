package io.sidecarfirst.fuzz;

/** The bytes that somebody sends to the webhook: AdmissionReviews, and what is none. */
public final class ReviewFuzzer {
    private ReviewFuzzer() {}

    /** Takes an input; {@link AssertionError} where something that must hold does not. */
    public static void fuzzerTestOneInput(byte[] review) {
        AdmissionInvariants.hold(review);
    }
}
