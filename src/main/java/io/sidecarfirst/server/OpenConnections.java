package io.sidecarfirst.server;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/**
 * How many connections may be open: each takes memory, even one that never sends a byte. One more closes that which has
 * brought no review for the longest time, unless it is the server that it waits for. So whoever opens many, and sends
 * nothing or very slowly, closes their own: an API server's is used as soon as it is open.
 */
final class OpenConnections implements Connection.Listener {
    /** What one may take of the heap, in bytes: its buffers, and those of TLS. */
    private static final int EACH = 128 << 10;

    private final int most;
    private final Set<EndPoint> idlestFirst = new LinkedHashSet<>();
    private final Set<EndPoint> waiting = new HashSet<>();

    private OpenConnections(int most) {
        this.most = most;
    }

    /** As many as a heap of that many bytes has room for. */
    static OpenConnections fitting(long heapBytes) {
        return new OpenConnections((int) Math.max(1, Math.min(Integer.MAX_VALUE, heapBytes / EACH)));
    }

    /** How many of them may wait for the server, and leave room for those that do not. */
    int mostWaiting() {
        return most / 4;
    }

    @Override
    public void onOpened(Connection connection) {
        // Not those inside of it, such as HTTP inside of TLS.
        if (connection.getEndPoint() instanceof SocketChannelEndPoint endPoint) {
            add(endPoint).ifPresent(EndPoint::close);
        }
    }

    private synchronized Optional<EndPoint> add(EndPoint endPoint) {
        idlestFirst.add(endPoint);
        if (idlestFirst.size() + waiting.size() <= most) {
            return Optional.empty();
        }
        Iterator<EndPoint> all = idlestFirst.iterator();
        EndPoint idlest = all.next();
        all.remove();
        return Optional.of(idlest);
    }

    /** It waits for the server, until it {@linkplain #goesOn goes on}. */
    synchronized void waits(EndPoint endPoint) {
        if (idlestFirst.remove(endPoint)) {
            waiting.add(endPoint);
        }
    }

    /** It waits for the server no more. */
    synchronized void goesOn(EndPoint endPoint) {
        if (waiting.remove(endPoint)) {
            idlestFirst.add(endPoint);
        }
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        idlestFirst.remove(connection.getEndPoint());
        waiting.remove(connection.getEndPoint());
    }

    /** It has brought a review. */
    @SuppressWarnings("MustBeClosedChecker") // it is Jetty's
    synchronized void used(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        EndPoint outer = endPoint instanceof EndPoint.Wrapper inner ? inner.unwrap() : endPoint;
        if (idlestFirst.remove(outer)) {
            idlestFirst.add(outer);
        }
    }
}
