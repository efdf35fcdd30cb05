package io.sidecarfirst.server;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Reads a request's body whole, within a size and a time. */
final class RequestBody {
    /** What a body may claim before it has sent anything; twice a usual review. */
    private static final int FIRST = 16 << 10;

    private final Limits limits;

    RequestBody(Limits limits) {
        this.limits = limits;
    }

    /**
     * @throws Refusal 413 for a body over the limit, 408 for one that takes too long
     * @throws IOException if the client is gone
     */
    byte[] read(HttpServletRequest request) throws Refusal, IOException {
        long announced = request.getContentLengthLong();
        if (announced > limits.bodyBytes()) {
            throw tooLarge();
        }
        ServletInputStream in = request.getInputStream();
        long deadline = System.nanoTime() + limits.readTimeout().toNanos();
        // Memory is taken as bytes arrive, not as they are announced.
        byte[] body = new byte[(int) Math.max(1, Math.min(announced < 0 ? FIRST : announced, FIRST))];
        int length = 0;
        while (true) {
            if (length == body.length) {
                if (length == announced) {
                    return body;
                }
                body = Arrays.copyOf(body, (int) Math.min(body.length * 2L, limits.bodyBytes() + 1L));
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
            throws Refusal, IOException {
        if (in.available() > 0) {
            return in.read(body, length, body.length - length);
        }
        EndPoint connection = endPoint(request);
        long usual = connection.getIdleTimeout();
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw tooSlow();
        }
        // The wait for the next byte ends with the time for the whole body, however the client spreads its bytes.
        connection.setIdleTimeout(left);
        try {
            return in.read(body, length, body.length - length);
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow();
            }
            throw e;
        } finally {
            connection.setIdleTimeout(usual);
        }
    }

    // The connection belongs to Jetty; it is not ours to close.
    @SuppressWarnings("MustBeClosedChecker")
    private static EndPoint endPoint(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
    }

    private Refusal tooLarge() {
        return new Refusal(413, "the body is larger than " + limits.bodyBytes() + " bytes");
    }

    private Refusal tooSlow() {
        return new Refusal(
                408, "the body did not arrive within " + limits.readTimeout().toSeconds() + " s");
    }
}
