package io.sidecarfirst.server;

import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS whose handshakes take turns: half of the processors do them, and the others wait in the order in which they came,
 * without a thread. A handshake takes many times the processor time of a review, and an API server that waits for one
 * opens another connection for the next Pod: all at once they would leave nothing for the connections that are open.
 * Whoever is answered on one of these does not need the new one any more.
 */
final class HandshakeQueue extends SslConnectionFactory {
    /** That of an engine before a handshake has ended. */
    private static final String NO_PROTOCOL = "NONE";

    private final int slots = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private final OpenConnections connections;
    private int running;
    private boolean isAccepting = true;

    /**
     * @param next the protocol inside of TLS
     * @param connections told which of them wait for their turn
     */
    HandshakeQueue(SslContextFactory.Server context, String next, OpenConnections connections) {
        super(context, next);
        this.connections = connections;
    }

    @Override
    protected SslConnection newSslConnection(Connector connector, EndPoint endPoint, SSLEngine engine) {
        Handshake handshake = new Handshake((ServerConnector) connector, endPoint, engine);
        SslConnection connection =
                new SslConnection(
                        connector.getByteBufferPool(),
                        handshake,
                        getSslContextFactory(),
                        endPoint,
                        engine,
                        isDirectBuffersForEncryption(),
                        isDirectBuffersForDecryption()) {
                    @Override
                    public void onFillable() {
                        handshake.read(super::onFillable);
                    }
                };
        connection.addHandshakeListener(handshake);
        return connection;
    }

    private synchronized boolean enter(Turn turn) {
        if (running == slots) {
            waiting.add(turn);
            limitWaiting(turn.handshake.connector);
            return false;
        }
        running++;
        return true;
    }

    private synchronized Optional<Turn> next() {
        @Nullable Turn next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            limitWaiting(next.handshake.connector);
        }
        return Optional.ofNullable(next);
    }

    /** Those that are not accepted wait in the kernel's queue, where they take none of this process' memory. */
    private void limitWaiting(ServerConnector connector) {
        boolean tooMany = waiting.size() > connections.mostWaiting();
        if (tooMany == isAccepting && connector.getTransport() instanceof ServerSocketChannel port) {
            isAccepting = !tooMany;
            int operations = isAccepting ? SelectionKey.OP_ACCEPT : 0;
            connector
                    .getSelectorManager()
                    .getBeans(ManagedSelector.class)
                    .forEach(thread -> thread.submit(selector -> limit(port.keyFor(selector), operations)));
        }
    }

    /**
     * Not by {@link ServerConnector#setAccepting}, which makes a new key: before the selector has dropped the old one
     * that fails, and Jetty closes the port.
     *
     * @param key none in another thread's selector, or when the server ends
     */
    private static void limit(@Nullable SelectionKey key, int operations) {
        if (key != null && key.isValid()) {
            key.interestOps(operations);
        }
    }

    /** To read what a client has sent, while that can only be its hello. The answer to that is what costs. */
    private final class Turn implements Runnable {
        private final Handshake handshake;
        private final Runnable task;
        private final AtomicBoolean isOver = new AtomicBoolean();

        Turn(Handshake handshake, Runnable task) {
            this.handshake = handshake;
            this.task = task;
        }

        @Override
        public void run() {
            handshake.turn = this;
            try {
                task.run();
            } finally {
                end();
            }
        }

        void end() {
            if (isOver.compareAndSet(false, true)) {
                connections.goesOn(handshake.endPoint);
                next().ifPresent(turn -> turn.handshake.executor().execute(turn));
            }
        }
    }

    /** That of one connection; and the executor of what it does later. */
    private final class Handshake implements Executor, SslHandshakeListener {
        private final ServerConnector connector;
        private final EndPoint endPoint;
        private final SSLEngine engine;
        private volatile boolean hasHello;
        private volatile @Nullable Turn turn;

        Handshake(ServerConnector connector, EndPoint endPoint, SSLEngine engine) {
            this.connector = connector;
            this.endPoint = endPoint;
            this.engine = engine;
        }

        Executor executor() {
            return connector.getExecutor();
        }

        /** What it executes first is to read what has told TLS from plain HTTP: it waits from now on. */
        @Override
        public void execute(Runnable task) {
            if (hasHello()) {
                executor().execute(task);
            } else {
                connections.waits(endPoint);
                executor().execute(() -> takeTurn(task));
            }
        }

        void read(Runnable task) {
            if (hasHello()) {
                task.run();
            } else {
                connections.waits(endPoint);
                takeTurn(task);
            }
        }

        private void takeTurn(Runnable task) {
            Turn next = new Turn(this, task);
            if (enter(next)) {
                next.run();
            }
        }

        /** A client that is faster than this thread has its first request read, and reviewed, before the task ends. */
        @Override
        public void handshakeSucceeded(Event event) {
            @Nullable Turn current = turn;
            if (current != null) {
                current.end();
            }
        }

        private boolean hasHello() {
            if (!hasHello) {
                hasHello = engine.getHandshakeSession() != null
                        || !engine.getSession().getProtocol().equals(NO_PROTOCOL);
            }
            return hasHello;
        }
    }
}
