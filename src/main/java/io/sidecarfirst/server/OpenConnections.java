package io.sidecarfirst.server;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/**
 * How many connections may be open: each takes memory, even one that never sends a byte. One more closes that which has
 * brought no review for the longest time, unless it is the server that it waits for: to look at it at all, to shake
 * hands, to answer. So whoever opens many, and sends nothing or very slowly, closes their own: an API server's is
 * used as soon as it is open.
 */
final class OpenConnections implements Connection.Listener {
    /** What one may take of the heap, in bytes: its buffers, and those of TLS. */
    private static final int EACH = 128 << 10;

    private final int most;
    private final Set<SocketChannelEndPoint> idlestFirst = new LinkedHashSet<>();
    private final Set<SocketChannelEndPoint> waiting = new HashSet<>();

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

    private synchronized Optional<EndPoint> add(SocketChannelEndPoint endPoint) {
        idlestFirst.add(endPoint);
        if (idlestFirst.size() + waiting.size() <= most) {
            return Optional.empty();
        }
        SocketChannelEndPoint idlest = idlestFirst.stream()
                .filter(other -> other != endPoint && !isUnread(other))
                .findFirst()
                .orElseGet(() -> idlestFirst.iterator().next());
        idlestFirst.remove(idlest);
        return Optional.of(idlest);
    }

    /** Whether the client has sent something, and the server has not begun with it or is about to. */
    @SuppressWarnings("MustBeClosedChecker") // it is Jetty's
    private static boolean isUnread(SocketChannelEndPoint endPoint) {
        try {
            return endPoint.getConnection().getBytesIn() <= 0
                    && (!endPoint.isFillInterested()
                            || endPoint.getChannel().socket().getInputStream().available() > 0);
        } catch (IOException e) {
            return false; // closed
        }
    }

    /** It waits for the server, until it {@linkplain #goesOn goes on}. */
    synchronized void waits(EndPoint endPoint) {
        SocketChannelEndPoint outer = outermost(endPoint);
        if (idlestFirst.remove(outer)) {
            waiting.add(outer);
        }
    }

    /** It waits for the server no more. */
    synchronized void goesOn(EndPoint endPoint) {
        SocketChannelEndPoint outer = outermost(endPoint);
        if (waiting.remove(outer)) {
            idlestFirst.add(outer);
        }
    }

    /** That below TLS. */
    @SuppressWarnings("MustBeClosedChecker") // it is Jetty's
    private static SocketChannelEndPoint outermost(EndPoint endPoint) {
        return (SocketChannelEndPoint) (endPoint instanceof EndPoint.Wrapper inner ? inner.unwrap() : endPoint);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        idlestFirst.remove(connection.getEndPoint());
        waiting.remove(connection.getEndPoint());
    }
}
