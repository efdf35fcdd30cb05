package io.sidecarfirst.server;

import io.sidecarfirst.server.Metrics.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * What comes before a review: its request is counted, its body is read, and it waits for its turn. All of that takes no
 * thread, so slow clients and long queues cost memory only, and that has a limit. Then {@link MutateHandler} finds the
 * body in the request's attribute {@link #ARRIVED}, or the {@link HttpError} by which it must be refused.
 */
final class Intake extends Handler.Wrapper {
    /** A {@code byte[]} or an {@link HttpError}. */
    static final String ARRIVED = Intake.class.getName();

    private static final String JSON = "application/json";

    /**
     * How long a review may wait for its turn. An API server gives up after three seconds by default; told before, it
     * tries again after the second that {@code Retry-After} says.
     */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final String path;
    private final RequestBody bodies;
    private final Semaphore inFlight;
    private final MemoryBudget memory;
    private final ReviewQueue queue;
    private final Metrics metrics;
    private final Runnable ended;

    /**
     * @param path where reviews are posted
     * @param slots how many reviews are computed at once
     * @param heapBytes how large the heap may become
     * @param ended told of each request that is over
     */
    Intake(String path, int slots, long heapBytes, Limits limits, Metrics metrics, Runnable ended) {
        this.path = path;
        this.bodies = new RequestBody(limits);
        this.inFlight = new Semaphore(limits.inFlight());
        this.memory = new MemoryBudget(heapBytes);
        // Together the small ones may take a 64th of the heap as bytes, half of it as trees.
        int largeBytes = (int) Math.min(Integer.MAX_VALUE, heapBytes / 64 / slots);
        this.queue = new ReviewQueue(slots, largeBytes, this::execute, this::afterPatience);
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
        if (!HttpMethod.POST.is(request.getMethod()) || !isPath(Request.getPathInContext(request))) {
            return super.handle(request, response, callback);
        }
        if (!inFlight.tryAcquire()) {
            request.setAttribute(ARRIVED, new HttpError(503, "too many requests at once; try again"));
            return super.handle(request, response, callback);
        }
        new Arrival(request, response, callback).start();
        return true;
    }

    private boolean isPath(String asked) {
        return asked.equals(path) || asked.equals(path + "/");
    }

    /** A request that is in flight until its callback is called. */
    private final class Arrival implements RequestBody.Reader, ReviewQueue.Review {
        private final Timer timer = metrics.request();
        private final MemoryBudget.Lease lease = memory.new Lease();
        private final Request request;
        private final Response response;
        private final Callback callback;

        Arrival(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = Callback.from(this::end, callback);
        }

        private void end() {
            timer.stop();
            lease.close();
            inFlight.release();
            ended.run();
        }

        void start() {
            Optional<HttpError> refusal = refusal(request);
            if (refusal.isPresent()) {
                refused(refusal.get());
                return;
            }
            bodies.read(request, lease, this);
        }

        @Override
        public void arrived(byte[] body) {
            request.setAttribute(ARRIVED, body);
            queue.add(body.length, this);
        }

        @Override
        public void refused(HttpError error) {
            request.setAttribute(ARRIVED, error);
            run();
        }

        @Override
        public void lost(Throwable cause) {
            callback.failed(cause);
        }

        @Override
        public void tooLate() {
            refused(new HttpError(503, "too many reviews wait for their turn; try again"));
        }

        @Override
        public void run() {
            try {
                if (!Intake.super.handle(request, response, callback)) {
                    Response.writeError(request, response, callback, 404);
                }
            } catch (Throwable e) {
                Response.writeError(request, response, callback, e);
            }
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
