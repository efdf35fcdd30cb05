package io.sidecarfirst.server;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.server.Metrics.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A posted review: its request is counted, its body is read, it waits for its turn, it is answered. Only the
 * review itself takes a thread, so slow clients and long queues cost memory only, and that has a limit.
 */
final class Intake extends Handler.Wrapper {
    private static final String JSON = "application/json";

    /**
     * How long a review may wait for its turn. An API server gives up after three seconds by default; told before, it
     * tries again after the second that {@code Retry-After} says.
     */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ReviewPaths paths;
    private final MutateHandler handler;
    private final RequestBody bodies;
    private final Semaphore inFlight;
    private final MemoryBudget memory;
    private final ReviewQueue queue;
    private final OpenConnections connections;
    private final Duration writeTimeout;
    private final Metrics metrics;
    private final Runnable ended;

    /**
     * @param paths where reviews are posted
     * @param slots how many reviews are computed at once
     * @param connections told which of them wait for their answers
     * @param ended told of each request that is over
     */
    Intake(
            ReviewPaths paths,
            MutateHandler handler,
            int slots,
            Limits limits,
            OpenConnections connections,
            Metrics metrics,
            Runnable ended) {
        this.paths = paths;
        this.handler = handler;
        this.bodies = new RequestBody(limits);
        this.inFlight = new Semaphore(limits.inFlight());
        this.memory = new MemoryBudget(limits.heapBytes());
        // Together the small ones may take a 64th of the heap as bytes, half of it as trees.
        int largeBytes = (int) Math.min(Integer.MAX_VALUE, limits.heapBytes() / 64 / slots);
        this.queue = new ReviewQueue(slots, largeBytes, this::execute, this::afterPatience);
        this.connections = connections;
        this.writeTimeout = limits.readTimeout();
        this.metrics = metrics;
        this.ended = ended;
    }

    private void execute(Runnable task) {
        getServer().getThreadPool().execute(task);
    }

    private Scheduler.Task afterPatience(Runnable task) {
        return getServer().getScheduler().schedule(() -> execute(task), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<Admission> admission = HttpMethod.POST.is(request.getMethod())
                ? paths.find(Request.getPathInContext(request))
                : Optional.empty();
        if (admission.isEmpty()) {
            return super.handle(request, response, Callback.from(() -> countRefusal(response), callback));
        }
        new Arrival(admission.get(), request, response, callback).start();
        return true;
    }

    /** Another path, or another method: Javalin has answered with 404 or 405. */
    private void countRefusal(Response response) {
        if (response.getStatus() >= 400) {
            metrics.refused(response.getStatus());
        }
    }

    /** A request, until its answer is written. */
    private final class Arrival implements RequestBody.Reader, ReviewQueue.Review {
        private final Timer timer = metrics.request();
        private final MemoryBudget.Lease lease = memory.new Lease();
        private final Admission admission;
        private final Request request;
        private final Response response;
        private final Callback callback;
        private byte[] body = new byte[0];
        private boolean over;
        private Scheduler.@Nullable Task cutOff;

        Arrival(Admission admission, Request request, Response response, Callback callback) {
            this.admission = admission;
            this.request = request;
            this.response = response;
            this.callback = Callback.from(this::end, callback);
        }

        private synchronized void end() {
            over = true;
            if (cutOff != null) {
                cutOff.cancel();
            }
            timer.stop();
            lease.close();
            ended.run();
        }

        void start() {
            Optional<HttpError> refusal = refusal(request);
            if (refusal.isPresent()) {
                refused(refusal.get());
            } else {
                bodies.read(request, lease, this);
            }
        }

        /** Only now it counts as in flight: one that never arrives must not be in the way of others. */
        @Override
        public void arrived(byte[] arrived) {
            if (!inFlight.tryAcquire()) {
                refused(new HttpError(503, "too many requests at once; try again"));
                return;
            }
            connections.waits(connection());
            body = arrived;
            queue.add(arrived.length, this);
        }

        @Override
        public void refused(HttpError error) {
            write(() -> handler.refuse(error, response, callback));
        }

        @Override
        public void lost(Throwable cause) {
            callback.failed(cause);
        }

        @Override
        public void tooLate() {
            inFlight.release();
            refused(new HttpError(503, "too many reviews wait for their turn; try again"));
        }

        @Override
        public void run() {
            try {
                write(() -> handler.answer(admission, body, response, callback));
            } finally {
                inFlight.release();
            }
        }

        private void write(Runnable answer) {
            try {
                answer.run();
            } catch (Throwable e) {
                metrics.refused(500);
                Response.writeError(request, response, callback, e);
            }
            connections.goesOn(connection());
            limitWriting();
        }

        /** A client that does not read what it asked for is cut off. */
        private synchronized void limitWriting() {
            if (!over) {
                cutOff = getServer()
                        .getScheduler()
                        .schedule(connection()::close, writeTimeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        @SuppressWarnings("MustBeClosedChecker") // it is Jetty's
        private EndPoint connection() {
            return request.getConnectionMetaData().getConnection().getEndPoint();
        }
    }

    private static Optional<HttpError> refusal(Request request) {
        String type = header(request, HttpHeader.CONTENT_TYPE, "");
        int parameters = type.indexOf(';');
        String media = (parameters < 0 ? type : type.substring(0, parameters)).trim();
        if (!media.toLowerCase(Locale.ROOT).equals(JSON)) {
            return Optional.of(new HttpError(415, "the content type is not " + JSON));
        }
        String encoding = header(request, HttpHeader.CONTENT_ENCODING, "identity");
        return encoding.toLowerCase(Locale.ROOT).equals("identity")
                ? Optional.empty()
                : Optional.of(new HttpError(415, "the body is encoded; send it as it is"));
    }

    private static String header(Request request, HttpHeader name, String otherwise) {
        return Optional.ofNullable(request.getHeaders().get(name)).orElse(otherwise);
    }
}
