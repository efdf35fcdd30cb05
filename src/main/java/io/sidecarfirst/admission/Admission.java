package io.sidecarfirst.admission;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Patch;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Status;
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
        }
        if (!review.path("kind").asString("").equals(ReviewWriter.KIND)) {
            return new Outcome.Refused("kind is not " + ReviewWriter.KIND);
        }
        if (!review.path("apiVersion").asString("").equals(ReviewWriter.API_VERSION)) {
            return new Outcome.Refused("apiVersion is not " + ReviewWriter.API_VERSION
                    + "; set admissionReviewVersions: [v1] in the webhook configuration");
        }
        JsonNode node = review.path("request");
        if (!node.isObject()) {
            return new Outcome.Refused("request is missing");
        }
        if (!node.path("uid").isString() || node.path("uid").stringValue().isEmpty()) {
            return new Outcome.Refused("request.uid is missing");
        }
        return answer(new Request(node));
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
        Pod pod = Pod.of(request.object());
        Plan plan = gate.plan(pod);
        if (plan.verdicts().isEmpty()) {
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
