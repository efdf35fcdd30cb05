package io.sidecarfirst.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;

/**
 * The plain HTTP port for the kubelet and for Prometheus: {@code /healthz} (the process answers), {@code /readyz}
 * (reviews may be sent), {@code /metrics}.
 */
public final class HealthServer implements AutoCloseable {
    /** Probes and scrapes are few. */
    private static final int THREADS = 4;

    private final JavalinServer server;

    private HealthServer(JavalinServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @throws ServerException if the address cannot be listened on
     */
    public static HealthServer start(ListenAddress address, Metrics metrics, Readiness readiness) {
        return new HealthServer(JavalinServer.start(
                address,
                THREADS,
                http -> new ConnectionFactory[] {new HttpConnectionFactory(http)},
                OpenConnections.fitting(Runtime.getRuntime().maxMemory()),
                new Handler.Wrapper(),
                routes -> routes(routes, metrics, readiness)));
    }

    private static void routes(RoutesConfig routes, Metrics metrics, Readiness readiness) {
        routes.get(
                "/healthz",
                context -> context.contentType(ContentType.TEXT_PLAIN).result("ok\n"));
        routes.get(
                "/readyz",
                context -> context.status(readiness.isReady() ? 200 : 503)
                        .contentType(ContentType.TEXT_PLAIN)
                        .result(readiness.describe() + "\n"));
        routes.get("/metrics", context -> {
            ExpositionFormatWriter format = metrics.format(context.header("Accept"));
            context.contentType(format.getContentType());
            metrics.writeTo(context.outputStream(), format);
        });
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
