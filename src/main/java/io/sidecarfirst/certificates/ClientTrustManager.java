package io.sidecarfirst.certificates;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which clients may call, for mutual TLS: those with a certificate that one of the authorities signed, that is
 * valid now, and that names one of the allowed. The authorities can be swapped at any time and count from the next
 * handshake on.
 *
 * <p>It never trusts a server.
 */
public final class ClientTrustManager extends X509ExtendedTrustManager {
    private static final Logger log = LoggerFactory.getLogger(ClientTrustManager.class);

    private final Set<String> allowedNames;
    private volatile X509ExtendedTrustManager current;

    /**
     * @param first the authorities until the first {@link #swap}
     * @param allowedNames subject CN, DNS name or URI of the clients that may call; empty: all that the authorities
     *     signed
     */
    public ClientTrustManager(ClientCaBundle first, Set<String> allowedNames) {
        this.allowedNames = Set.copyOf(allowedNames);
        current = first.pkix();
    }

    /** Trusts other authorities from the next handshake on. Safe from any thread. */
    public void swap(ClientCaBundle next) {
        current = next.pkix();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        current.checkClientTrusted(chain, authType);
        admit(chain[0]);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        current.checkClientTrusted(chain, authType, socket);
        admit(chain[0]);
        if (socket instanceof SSLSocket tls) {
            forbidResumption(tls.getHandshakeSession());
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        current.checkClientTrusted(chain, authType, engine);
        admit(chain[0]);
        forbidResumption(engine.getHandshakeSession());
    }

    /** Always throws. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw notForServers();
    }

    /** Always throws. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notForServers();
    }

    /** Always throws. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notForServers();
    }

    /** Sent to clients, so that they can choose a certificate. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current.getAcceptedIssuers();
    }

    private void admit(X509Certificate client) throws CertificateException {
        // PKIX takes a certificate that is itself in the bundle as it is, whatever its dates.
        client.checkValidity();
        CertificateNames names = CertificateNames.of(client);
        if (allowedNames.isEmpty() || names.isOneOf(allowedNames)) {
            return;
        }
        String refused = PrintableText.of(names.identities().toString());
        log.warn(
                "Client refused: its certificate names {}, allowed are {}; if it should call, allow one of its names",
                refused,
                new TreeSet<>(allowedNames));
        throw new CertificateException("client " + refused + " is not among the allowed names");
    }

    /**
     * A resumed session skips this class altogether, so a client could come back for a day after its authority was
     * removed or its certificate has expired; JSSE's session timeout does not end the tickets of JDK 17. Nothing is
     * lost: API servers keep connections open and never resume.
     */
    private static void forbidResumption(@Nullable SSLSession handshake) {
        if (handshake != null) {
            handshake.invalidate();
        }
    }

    private static CertificateException notForServers() {
        return new CertificateException("client authorities are not trusted to vouch for servers");
    }
}
