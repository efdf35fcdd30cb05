package io.sidecarfirst.server;

import io.sidecarfirst.certificates.ServerTls;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The HTTPS endpoint: reviews are posted to {@link ReviewPaths}. */
public final class WebhookServer implements AutoCloseable {
    /** Reviews beyond one for each processor, so that a long one does not hold up all others. */
    static final int SPARE_SLOTS = 2;

    /** What reads, writes and shakes hands of TLS while reviews are computed. */
    private static final int IO_THREADS = 6;

    private final JavalinServer server;
    private final HeapShrinker shrinker;

    private WebhookServer(JavalinServer server, HeapShrinker shrinker) {
        this.server = server;
        this.shrinker = shrinker;
    }

    /**
     * Listens.
     *
     * @param tls the certificate, and with mutual TLS the trust in clients
     * @param clientCertificates whether a client must show a certificate
     * @throws ServerException if the address cannot be listened on
     */
    public static WebhookServer start(
            ListenAddress address,
            SSLContext tls,
            boolean clientCertificates,
            Limits limits,
            ReviewPaths paths,
            Metrics metrics,
            Readiness readiness) {
        MutateHandler mutate = new MutateHandler(metrics, new DecisionLog(), readiness::isDraining);
        OpenConnections connections = OpenConnections.fitting(limits.heapBytes());
        int slots = Runtime.getRuntime().availableProcessors() + SPARE_SLOTS;
        HeapShrinker shrinker = new HeapShrinker(Runtime.getRuntime()::totalMemory, System::gc);
        JavalinServer server = JavalinServer.start(
                address,
                slots + IO_THREADS,
                http -> layers(http, tls, clientCertificates, connections),
                connections,
                new Intake(paths, mutate, slots, limits, connections, metrics, shrinker::ended),
                // Posts do not come this far; so that other methods are answered with 405.
                routes -> paths.admissions().keySet().forEach(path -> routes.post(path, context -> {})));
        return new WebhookServer(server, shrinker.start());
    }

    private static ConnectionFactory[] layers(
            HttpConfiguration http, SSLContext tls, boolean clientCertificates, OpenConnections connections) {
        // The Host header is not checked against the certificate: the caller has checked the name itself.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(tls);
        context.setIncludeProtocols(ServerTls.PROTOCOLS.toArray(String[]::new));
        context.setIncludeCipherSuites(ServerTls.CIPHER_SUITES.toArray(String[]::new));
        // Nobody needs it, and it costs the server more than the client. TLS 1.3 has none.
        context.setRenegotiationAllowed(false);
        context.setNeedClientAuth(clientCertificates);
        HandshakeQueue ssl = new HandshakeQueue(context, "http/1.1", connections);
        return new ConnectionFactory[] {
            new DetectorConnectionFactory(ssl), new PlainHttpRefusal(), ssl, new HttpConnectionFactory(http)
        };
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** Accepts no more, lets the requests in flight finish within the drain timeout, and stops. */
    @Override
    public void close() {
        shrinker.close();
        server.close();
    }
}
