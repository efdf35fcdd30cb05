package io.sidecarfirst.server;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.admission.Outcome;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** {@code POST /mutate}: one review in, one review out, or a refusal in one line. */
final class MutateHandler implements Handler {
    private final Admission admission;
    private final Metrics metrics;
    private final DecisionLog log;
    private final BooleanSupplier draining;

    MutateHandler(Admission admission, Metrics metrics, DecisionLog log, BooleanSupplier draining) {
        this.admission = admission;
        this.metrics = metrics;
        this.log = log;
        this.draining = draining;
    }

    @Override
    public void handle(Context context) throws IOException {
        HttpServletResponse response = context.res();
        if (draining.getAsBoolean()) {
            // The API server then opens its next connection, to a replica that stays.
            response.setHeader("Connection", "close");
        }
        Object arrived = context.req().getAttribute(Intake.ARRIVED);
        if (arrived instanceof byte[] body) {
            answer(body, response);
        } else {
            refuse(response, arrived instanceof HttpError refusal ? refusal : new HttpError(404, "post to /mutate"));
        }
    }

    private void answer(byte[] body, HttpServletResponse response) throws IOException {
        Outcome outcome = admission.answer(body);
        metrics.count(outcome);
        log.write(outcome);
        if (outcome instanceof Outcome.Refused refused) {
            refuse(response, new HttpError(400, refused.problem()));
            return;
        }
        Outcome.Answered answered = (Outcome.Answered) outcome;
        response.setContentType("application/json");
        response.setContentLength(answered.response().length());
        answered.response().writeTo(response.getOutputStream());
    }

    private void refuse(HttpServletResponse response, HttpError refusal) throws IOException {
        metrics.refused(refusal.status());
        log.refused(refusal.status(), refusal.line());
        byte[] line = (refusal.line() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(refusal.status());
        response.setContentType("text/plain; charset=utf-8");
        if (refusal.status() == 503) {
            response.setHeader("Retry-After", "1");
        }
        if (refusal.closes()) {
            // The rest of the body will not be read.
            response.setHeader("Connection", "close");
        }
        response.setContentLength(line.length);
        response.getOutputStream().write(line);
    }
}
