package io.sidecarfirst.admission;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Status;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers reviews. Immutable and safe to share. */
public final class Admission {
    private final Gate gate;
    private final ReviewReader reader = new ReviewReader();
    private final ReviewWriter writer = new ReviewWriter();

    public Admission(Gate gate) {
        this.gate = gate;
    }

    /** What to answer to these bytes. Never throws: whatever goes wrong with a valid review, the Pod is allowed. */
    public Outcome answer(byte[] json) {
        ObjectNode review;
        try {
            review = reader.read(json);
        } catch (ReviewReader.Malformed e) {
            return new Outcome.Refused(e.problem());
        } catch (ReviewReader.TooManyTokens e) {
            return tooLarge(e);
        }
        Optional<String> problem = problem(review);
        return problem.isPresent() ? new Outcome.Refused(problem.get()) : answer(new Request(review.path("request")));
    }

    /** Whoever can be answered is allowed; the review's identifier comes long before what there is too much of. */
    private Outcome tooLarge(ReviewReader.TooManyTokens e) {
        if (problem(e.begun()).isPresent()) {
            return new Outcome.Refused(e.problem());
        }
        Request request = new Request(e.begun().path("request"));
        return new Outcome.Unread(request, writer.allowed(request.uid()), e.problem());
    }

    /** Why a review cannot be answered. */
    private static Optional<String> problem(ObjectNode review) {
        if (!review.path("kind").asString("").equals(ReviewWriter.KIND)) {
            return Optional.of("kind is not " + ReviewWriter.KIND);
        }
        if (!review.path("apiVersion").asString("").equals(ReviewWriter.API_VERSION)) {
            return Optional.of("apiVersion is not " + ReviewWriter.API_VERSION
                    + "; set admissionReviewVersions: [v1] in the webhook configuration");
        }
        JsonNode request = review.path("request");
        if (!request.isObject()) {
            return Optional.of("request is missing");
        }
        return !request.path("uid").isString()
                        || request.path("uid").stringValue().isEmpty()
                ? Optional.of("request.uid is missing")
                : Optional.empty();
    }

    private Outcome answer(Request request) {
        if (!request.isPodCreation()) {
            return new Outcome.Ignored(request, writer.allowed(request.uid()));
        }
        try {
            return decide(request);
        } catch (RuntimeException e) {
            return new Outcome.Failed(request, writer.allowed(request.uid()), e);
        } catch (StackOverflowError | OutOfMemoryError e) {
            // Caused by one Pod; its memory is free again by now.
            return new Outcome.Failed(
                    request, writer.allowed(request.uid()), new IllegalStateException("the Pod costs too much", e));
        }
    }

    private Outcome decide(Request request) {
        Pod pod = Pod.of(request.object(), request.namespace());
        Plan plan = gate.plan(pod);
        if (plan.isNothing()) {
            return new Outcome.Decided(request, writer.allowed(request.uid()), plan);
        }
        if (plan.denial().isPresent()) {
            Response denied = writer.denied(request.uid(), plan.denial().get(), plan.warnings());
            return new Outcome.Decided(request, denied, plan);
        }
        Status status = Status.of(plan, pod);
        Response allowed =
                writer.allowed(request.uid(), Patch.of(plan, pod, status), plan.warnings(), status.entries());
        return new Outcome.Decided(request, allowed, plan);
    }
}
