package io.sidecarfirst.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Reads a request's body whole, within a size and a time. No thread waits for it. */
final class RequestBody {
    /** Twice a typical review: up to here a body takes no more than each connection may. */
    private static final int SMALL_BYTES = 16 << 10;

    /** How long the answer, a 408, may take before the connection is closed. */
    private static final long GRACE_MILLIS = 500;

    private final Limits limits;

    RequestBody(Limits limits) {
        this.limits = limits;
    }

    /** What becomes of a body; one of these is called, once. */
    interface Reader {
        void arrived(byte[] body);

        /**
         * It cannot be used: 413 for one over the limit, 408 for one that takes too long, 503 if there is no memory for
         * it now, 400 for one that is not framed as it should be.
         */
        void refused(HttpError error);

        /** The client is gone. */
        void lost(Throwable cause);
    }

    /** @param lease where the body's memory is reserved */
    void read(Request request, MemoryBudget.Lease lease, Reader reader) {
        if (request.getLength() > limits.bodyBytes()) {
            reader.refused(tooLarge());
        } else {
            new Reading(request, lease, reader).run();
        }
    }

    /** The body as far as it has arrived. */
    private final class Reading implements Runnable {
        private final Request request;
        private final MemoryBudget.Lease lease;
        private final Reader reader;
        private final long deadline = System.nanoTime() + limits.readTimeout().toNanos();
        private byte[] body = new byte[0];
        private int length;
        private @Nullable HttpError refusal;
        private @Nullable Wait wait;

        Reading(Request request, MemoryBudget.Lease lease, Reader reader) {
            this.request = request;
            this.lease = lease;
            this.reader = reader;
        }

        /** Reads what is there, and comes back when there is more. */
        @Override
        public void run() {
            if (wait != null) {
                wait.end();
                wait = null;
            }
            Content.@Nullable Chunk chunk = request.read();
            try {
                while (chunk != null && !Content.Chunk.isFailure(chunk)) {
                    boolean last = chunk.isLast();
                    take(chunk);
                    if (last) {
                        end();
                        return;
                    }
                    chunk = request.read();
                }
                if (chunk == null) {
                    await();
                } else {
                    fail(chunk.getFailure());
                }
            } catch (HttpError e) {
                reader.refused(e);
            } catch (RuntimeException e) {
                reader.lost(e);
            }
        }

        private void end() throws HttpError {
            if (refusal != null) {
                throw refusal;
            }
            reader.arrived(length == body.length ? body : Arrays.copyOf(body, length));
        }

        private void take(Content.Chunk chunk) throws HttpError {
            try {
                append(chunk.getByteBuffer());
            } finally {
                chunk.release();
            }
        }

        private void fail(Throwable failure) throws HttpError {
            if (failure instanceof HttpException || failure.getCause() instanceof HttpException) {
                throw new HttpError(400, "the body is not framed as HTTP demands");
            }
            if (failure instanceof TimeoutException) {
                throw tooSlow();
            }
            reader.lost(failure);
        }

        private void append(ByteBuffer bytes) throws HttpError {
            int more = bytes.remaining();
            if (more > limits.bodyBytes() - length) {
                throw tooLarge();
            }
            if (refusal == null && more > body.length - length) {
                grow(length + more);
            }
            if (refusal == null) {
                bytes.get(body, length, more);
            }
            length += more;
        }

        /** Memory is taken as bytes arrive, not as they are announced. */
        private void grow(int least) {
            int larger = Math.max(least, (int) Math.min(body.length * 2L, limits.bodyBytes()));
            try {
                if (larger > SMALL_BYTES) {
                    lease.reserveBody(larger);
                }
                body = Arrays.copyOf(body, larger);
            } catch (HttpError e) {
                // The rest is read all the same, and dropped: a client that still writes when the connection is closed
                // may never see the answer.
                refusal = e;
                body = new byte[0];
                lease.close();
            }
        }

        private void await() throws HttpError {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw tooSlow();
            }
            wait = Wait.start(request.getConnectionMetaData(), left);
            request.demand(this);
        }
    }

    /** The wait for the next bytes. It ends with the time for the whole body, however slowly the client sends. */
    private record Wait(EndPoint connection, long idleTimeout, Scheduler.Task cutOff) {

        // The connection is Jetty's; we must not close it.
        @SuppressWarnings("MustBeClosedChecker")
        static Wait start(ConnectionMetaData meta, long millis) {
            EndPoint connection = meta.getConnection().getEndPoint();
            long idleTimeout = connection.getIdleTimeout();
            connection.setIdleTimeout(millis);
            // Parts of a TLS record that never completes are no body, but keep the connection from being idle.
            Scheduler.Task cutOff =
                    meta.getConnector().getScheduler().schedule(connection::close, millis + GRACE_MILLIS, MILLISECONDS);
            return new Wait(connection, idleTimeout, cutOff);
        }

        void end() {
            cutOff.cancel();
            connection.setIdleTimeout(idleTimeout);
        }
    }

    private HttpError tooLarge() {
        return new HttpError(413, "the body is larger than " + limits.bodyBytes() + " bytes", true);
    }

    private HttpError tooSlow() {
        return new HttpError(
                408, "the body did not arrive within " + limits.readTimeout().toSeconds() + " s", true);
    }
}
