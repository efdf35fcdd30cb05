package io.sidecarfirst.server;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.admission.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** {@code POST /mutate}: one review in, one review out, or a refusal in one line. */
final class MutateHandler implements Handler {
    private static final String JSON = "application/json";

    private final Admission admission;
    private final RequestBody bodies;
    private final Semaphore inFlight;
    private final MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory());
    private final Metrics metrics;
    private final DecisionLog log;
    private final BooleanSupplier draining;

    MutateHandler(Admission admission, Limits limits, Metrics metrics, DecisionLog log, BooleanSupplier draining) {
        this.admission = admission;
        this.bodies = new RequestBody(limits);
        this.inFlight = new Semaphore(limits.inFlight());
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
        if (!inFlight.tryAcquire()) {
            refuse(response, new HttpError(503, "too many requests at once; try again"));
            return;
        }
        Metrics.Timer timer = metrics.request();
        try (MemoryBudget.Lease lease = memory.new Lease()) {
            answer(context.req(), response, lease);
        } catch (HttpError refusal) {
            refuse(response, refusal);
        } finally {
            timer.stop();
            inFlight.release();
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, MemoryBudget.Lease lease)
            throws IOException, HttpError {
        requireJson(request);
        byte[] body = bodies.read(request, lease);
        lease.reserveTree(body.length);
        Outcome outcome = admission.answer(body);
        metrics.count(outcome);
        log.write(outcome);
        if (outcome instanceof Outcome.Refused refused) {
            throw new HttpError(400, refused.problem());
        }
        Outcome.Answered answered = (Outcome.Answered) outcome;
        response.setContentType(JSON);
        response.setContentLength(answered.response().length());
        answered.response().writeTo(response.getOutputStream());
    }

    private static void requireJson(HttpServletRequest request) throws HttpError {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        int parameters = type.indexOf(';');
        String media = (parameters < 0 ? type : type.substring(0, parameters)).trim();
        if (!media.toLowerCase(Locale.ROOT).equals(JSON)) {
            throw new HttpError(415, "the content type is not " + JSON);
        }
        String encoding =
                Optional.ofNullable(request.getHeader("Content-Encoding")).orElse("identity");
        if (!encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            throw new HttpError(415, "the body is encoded; send it as it is");
        }
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
