package io.sidecarfirst.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Javalin on Jetty, as both ports need it: quiet, without compression, and closed only when all is answered. */
final class JavalinServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JavalinServer.class);

    /** Longer than the 90 s after which Go clients, such as the API server, close an idle connection themselves. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

    /**
     * How many new connections may wait until they are accepted. Java's own 50 are too few for a burst of Pods: the
     * kernel drops what is too much, and the client asks again after one second, three, seven.
     */
    private static final int ACCEPT_QUEUE = 512;

    /** The layers of a connection, outermost first, over an HTTP configuration. */
    interface Layers {
        ConnectionFactory[] over(HttpConfiguration http);
    }

    private final Javalin javalin;

    private JavalinServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts it.
     *
     * @param threads how many threads there may be, besides the few that Jetty itself needs
     * @param connections how many there may be
     * @param before what a request comes through first
     * @throws ServerException if the address cannot be listened on
     */
    static JavalinServer start(
            ListenAddress address,
            int threads,
            Layers layers,
            OpenConnections connections,
            Handler.Singleton before,
            Consumer<RoutesConfig> routes) {
        Javalin javalin =
                Javalin.create(config -> configure(config, address, threads, layers, connections, before, routes));
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            throw new ServerException("cannot listen on " + address + ": " + cause(e), e);
        }
        return new JavalinServer(javalin);
    }

    private static void configure(
            JavalinConfig config,
            ListenAddress address,
            int threads,
            Layers layers,
            OpenConnections connections,
            Handler.Singleton before,
            Consumer<RoutesConfig> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // An API server accepts gzip from a webhook, but it costs more time than it saves.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threadPool(threads);
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(Math.max(1, address.drainTimeout().toMillis()));
            server.insertHandler(before);
            server.insertHandler(new Draining());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendDateHeader(false);
            http.setSendServerVersion(false);
            // For each connection a cache of its headers would take 100 KiB, many times what a review takes.
            http.setHeaderCacheSize(0);
        });
        config.jetty.addConnector((server, http) -> connector(server, address, connections, layers.over(http)));
        routes.accept(config.routes);
    }

    private static ServerConnector connector(
            Server server, ListenAddress address, OpenConnections connections, ConnectionFactory[] layers) {
        // One selector and no acceptor: enough for the few connections of a few API servers.
        ServerConnector connector = new ServerConnector(server, null, null, null, 0, 1, layers);
        connector.setHost(address.host());
        connector.setPort(address.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.addBean(connections);
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        // Idle connections must be gone before the drain timeout, or closing would always take all of it. It may take
        // this time twice: TLS first says that it closes, and then waits for a client that does not answer.
        connector.setShutdownIdleTimeout(Math.min(
                connector.getShutdownIdleTimeout(), address.drainTimeout().toMillis() / 4));
        return connector;
    }

    private static ThreadPool threadPool(int threads) {
        QueuedThreadPool pool = new QueuedThreadPool(threads + 4, 4);
        pool.setName("http");
        return pool;
    }

    private static String cause(Throwable problem) {
        Throwable root = problem;
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            root = cause;
            if (cause instanceof BindException) {
                return cause.getMessage() + " (is another program using the port?)";
            }
            if (cause instanceof UnsupportedAddressTypeException) {
                return "there is no IPv6 here; bind-address has to be an IPv4 address, such as 0.0.0.0";
            }
            if (cause instanceof UnresolvedAddressException) {
                return "no address is known by that name";
            }
        }
        return String.valueOf(root.getMessage());
    }

    /** Closing waits for what is in flight; what comes too late is told to try again, elsewhere. */
    private static final class Draining extends GracefulHandler {
        @Override
        protected void handleShutdownRejection(Request request, Response response, Callback callback) {
            response.setStatus(503);
            // Without it an API server does not try again.
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            response.write(true, BufferUtil.toBuffer("stopping; try again\n"), callback);
        }
    }

    /** The port that it listens on. */
    int port() {
        return javalin.port();
    }

    /** Accepts no more, lets the requests in flight finish within the drain timeout, and stops. */
    @Override
    public void close() {
        try {
            // Not Javalin's stop, which reports the end of the drain timeout as an error.
            javalin.jettyServer().server().stop();
        } catch (TimeoutException e) {
            LOG.warn("the drain timeout is over; what was still in flight is cut off");
        } catch (Exception e) {
            LOG.warn("the server did not stop as it should", e);
        }
    }
}
