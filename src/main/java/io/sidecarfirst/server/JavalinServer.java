package io.sidecarfirst.server;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Javalin on Jetty, as both ports here want it: quiet, without compression, and closed only when its work is done. */
final class JavalinServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JavalinServer.class);

    /** Longer than the 90 s after which Go clients, the API server among them, give up an idle connection themselves. */
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

    /** The layers of a connection, outermost first, for what the HTTP layer should be. */
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
     * @param threads how many requests may be in work at once
     * @throws ServerException if the address cannot be listened on
     */
    static JavalinServer start(ListenAddress endpoint, int threads, Layers layers, Consumer<RoutesConfig> routes) {
        Javalin javalin = Javalin.create(config -> configure(config, endpoint, threads, layers, routes));
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            throw new ServerException(
                    "cannot listen on " + endpoint.address() + ":" + endpoint.port() + ": " + cause(e), e);
        }
        return new JavalinServer(javalin);
    }

    private static void configure(
            JavalinConfig config, ListenAddress endpoint, int threads, Layers layers, Consumer<RoutesConfig> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // An API server accepts gzip from a webhook, but at the price of more time than it saves.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threadPool(threads);
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(Math.max(1, endpoint.drainTimeout().toMillis()));
            server.insertHandler(new GracefulHandler());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendDateHeader(false);
            http.setSendServerVersion(false);
        });
        config.jetty.addConnector((server, http) -> connector(server, endpoint, layers.over(http)));
        routes.accept(config.routes);
    }

    private static ServerConnector connector(Server server, ListenAddress endpoint, ConnectionFactory[] layers) {
        // One selector and no acceptor of its own: enough for the few connections of a few API servers.
        ServerConnector connector = new ServerConnector(server, null, null, null, 0, 1, layers);
        connector.setHost(endpoint.address());
        connector.setPort(endpoint.port());
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
        // Connections that carry nothing must be gone before the drain timeout, or closing would always wait it out.
        connector.setShutdownIdleTimeout(Math.min(
                connector.getShutdownIdleTimeout(), endpoint.drainTimeout().toMillis() / 2));
        return connector;
    }

    /** Jetty itself needs a few threads beside those that do requests. */
    private static ThreadPool threadPool(int requests) {
        if (VirtualThreads.areSupported()) {
            VirtualThreadPool pool = new VirtualThreadPool();
            pool.setMaxConcurrentTasks(requests + 8);
            return pool;
        }
        QueuedThreadPool pool = new QueuedThreadPool(requests + 8, Math.min(8, requests + 8));
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
            if (cause instanceof UnresolvedAddressException) {
                return "no address is known by that name";
            }
        }
        return String.valueOf(root.getMessage());
    }

    /** The port that it listens on. */
    int port() {
        return javalin.port();
    }

    /** Accepts no more, lets the requests in work finish within the drain timeout, and stops. */
    @Override
    public void close() {
        try {
            // Not Javalin's stop, which takes the end of the drain timeout for an error.
            javalin.jettyServer().server().stop();
        } catch (TimeoutException e) {
            LOG.warn("the drain timeout is over; what was still in flight is cut off");
        } catch (Exception e) {
            LOG.warn("the server did not stop as it should", e);
        }
    }
}
