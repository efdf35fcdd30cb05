package io.sidecarfirst.server;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.certificates.ServerTls;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The HTTPS endpoint: {@code POST /mutate}. */
public final class WebhookServer implements AutoCloseable {
    private final JavalinServer server;

    private WebhookServer(JavalinServer server) {
        this.server = server;
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
            Admission admission,
            Metrics metrics,
            Readiness readiness) {
        MutateHandler mutate = new MutateHandler(admission, limits, metrics, new DecisionLog(), readiness::isDraining);
        return new WebhookServer(JavalinServer.start(
                address,
                // More than may be in flight, so that the rest are refused at once.
                limits.inFlight() + 16,
                http -> layers(http, tls, clientCertificates),
                routes -> routes.post("/mutate", mutate)));
    }

    private static ConnectionFactory[] layers(HttpConfiguration http, SSLContext tls, boolean clientCertificates) {
        // The Host header is not checked against the certificate: the caller has checked the name itself.
        http.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setSslContext(tls);
        context.setIncludeProtocols(ServerTls.PROTOCOLS.toArray(String[]::new));
        context.setNeedClientAuth(clientCertificates);
        SslConnectionFactory ssl = new SslConnectionFactory(context, "http/1.1");
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
        server.close();
    }
}
