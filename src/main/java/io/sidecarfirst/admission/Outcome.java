package io.sidecarfirst.admission;

import io.sidecarfirst.gate.Plan;

/** What became of one request. */
public sealed interface Outcome {

    /** An answer for the API server. */
    sealed interface Answered extends Outcome {
        /** The request. */
        Request request();

        /** The answering AdmissionReview, as JSON. */
        Response response();
    }

    /** A Pod was decided on. */
    record Decided(Request request, Response response, Plan plan) implements Answered {

        /** Whether the Pod is denied, which only a strict server does. */
        public boolean denied() {
            return plan.denial().isPresent();
        }
    }

    /** A valid review that is not about the creation of a Pod: allowed without a patch. */
    record Ignored(Request request, Response response) implements Answered {}

    /** An unexpected error: the Pod is allowed without a patch. */
    record Failed(Request request, Response response, RuntimeException cause) implements Answered {}

    /**
     * A review that is too large to be read to its end: allowed without a patch.
     *
     * @param problem one line that says what there is too much of
     */
    record Unread(Request request, Response response, String problem) implements Answered {}

    /**
     * Not an AdmissionReview that can be answered.
     *
     * @param problem one line that says what is wrong; it repeats nothing of the request's content
     */
    record Refused(String problem) implements Outcome {}
}
