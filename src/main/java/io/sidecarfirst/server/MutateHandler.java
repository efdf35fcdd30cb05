package io.sidecarfirst.server;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.admission.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One review in, one review out, or a refusal in one line. No thread waits until the client has read it. */
final class MutateHandler {
    private final Metrics metrics;
    private final DecisionLog log;
    private final BooleanSupplier draining;

    MutateHandler(Metrics metrics, DecisionLog log, BooleanSupplier draining) {
        this.metrics = metrics;
        this.log = log;
        this.draining = draining;
    }

    /**
     * @param admission who answers
     * @param written called when the client has it, or is gone
     */
    void answer(Admission admission, byte[] body, Response response, Callback written) {
        Outcome outcome = admission.answer(body);
        metrics.count(outcome);
        log.write(outcome);
        if (outcome instanceof Outcome.Refused refused) {
            refuse(new HttpError(400, refused.problem()), response, written);
            return;
        }
        Outcome.Answered answered = (Outcome.Answered) outcome;
        write(response, "application/json", answered.response().bytes(), written);
    }

    /** @param written called when the client has it, or is gone */
    void refuse(HttpError refusal, Response response, Callback written) {
        metrics.refused(refusal.status());
        log.refused(refusal.status(), refusal.line());
        response.setStatus(refusal.status());
        if (refusal.status() == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        if (refusal.closes()) {
            // The rest of the body will not be read.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        byte[] line = (refusal.line() + "\n").getBytes(StandardCharsets.UTF_8);
        write(response, "text/plain;charset=utf-8", line, written);
    }

    private void write(Response response, String type, byte[] content, Callback written) {
        if (draining.getAsBoolean()) {
            // The API server then opens its next connection, to a replica that stays.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
        response.write(true, ByteBuffer.wrap(content), written);
    }
}
