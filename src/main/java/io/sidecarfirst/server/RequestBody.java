package io.sidecarfirst.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/** Reads a request's body whole, within a size and a time. */
final class RequestBody {
    /** The first buffer, in bytes: twice a typical review. */
    private static final int INITIAL_BYTES = 16 << 10;

    /** How long the answer, a 408, may take before the connection is closed. */
    private static final long GRACE_MILLIS = 500;

    private final Limits limits;

    RequestBody(Limits limits) {
        this.limits = limits;
    }

    /**
     * @param lease where the body's memory is reserved
     * @throws HttpError 413 for a body over the limit, 408 for one that takes too long, 503 if there is no memory for
     *     it now
     * @throws IOException if the client is gone
     */
    byte[] read(HttpServletRequest request, MemoryBudget.Lease lease) throws HttpError, IOException {
        long announced = request.getContentLengthLong();
        if (announced > limits.bodyBytes()) {
            throw tooLarge();
        }
        ServletInputStream in = request.getInputStream();
        long deadline = System.nanoTime() + limits.readTimeout().toNanos();
        // Memory is taken as bytes arrive, not as they are announced.
        byte[] body = new byte[(int) Math.max(1, Math.min(announced < 0 ? INITIAL_BYTES : announced, INITIAL_BYTES))];
        int length = 0;
        while (true) {
            if (length == body.length) {
                if (length == announced) {
                    return body;
                }
                int larger = (int) Math.min(body.length * 2L, limits.bodyBytes() + 1L);
                lease.reserveBody(larger);
                body = Arrays.copyOf(body, larger);
            }
            int read = read(in, body, length, request, deadline);
            if (read < 0) {
                return length == body.length ? body : Arrays.copyOf(body, length);
            }
            length += read;
            if (length > limits.bodyBytes()) {
                throw tooLarge();
            }
        }
    }

    private int read(ServletInputStream in, byte[] body, int length, HttpServletRequest request, long deadline)
            throws HttpError, IOException {
        try {
            return in.available() > 0
                    ? in.read(body, length, body.length - length)
                    : await(in, body, length, request, deadline);
        } catch (IOException | RuntimeException e) {
            if (e instanceof HttpException || e.getCause() instanceof HttpException) {
                throw new HttpError(400, "the body is not framed as HTTP demands");
            }
            throw e;
        }
    }

    private int await(ServletInputStream in, byte[] body, int length, HttpServletRequest request, long deadline)
            throws HttpError, IOException {
        ConnectionMetaData meta =
                ServletContextRequest.getServletContextRequest(request).getConnectionMetaData();
        EndPoint connection = endPoint(meta);
        long idleTimeout = connection.getIdleTimeout();
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw tooSlow();
        }
        // The wait for the next byte ends with the time for the whole body, however slowly the client sends.
        connection.setIdleTimeout(left);
        // Parts of a TLS record that never completes are no body, but keep the connection from being idle.
        Scheduler.Task cutOff =
                meta.getConnector().getScheduler().schedule(connection::close, left + GRACE_MILLIS, MILLISECONDS);
        try {
            return in.read(body, length, body.length - length);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow();
            }
            throw e;
        } finally {
            cutOff.cancel();
            connection.setIdleTimeout(idleTimeout);
        }
    }

    // The connection is Jetty's; we must not close it.
    @SuppressWarnings("MustBeClosedChecker")
    private static EndPoint endPoint(ConnectionMetaData meta) {
        return meta.getConnection().getEndPoint();
    }

    private HttpError tooLarge() {
        return new HttpError(413, "the body is larger than " + limits.bodyBytes() + " bytes", true);
    }

    private HttpError tooSlow() {
        return new HttpError(
                408, "the body did not arrive within " + limits.readTimeout().toSeconds() + " s", true);
    }
}
