package io.sidecarfirst.certificates;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes the server's {@code SSLContext}. */
public final class ServerTls {
    /** What the server may speak; older versions are broken (RFC 8996), and API servers speak these two. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /**
     * What the server may encrypt with, the best first: suites with forward secrecy and authenticated encryption. That
     * is all of TLS 1.3; of TLS 1.2 it is what <a href="https://www.rfc-editor.org/rfc/rfc9325#section-4.2">RFC 9325,
     * section 4.2</a> recommends, and ChaCha20-Poly1305 (RFC 7905). The JDK's own list has CBC, too.
     */
    public static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private ServerTls() {}

    /** For a server that asks its clients for no certificate. */
    public static SSLContext context(X509ExtendedKeyManager keys) {
        // Not null: JSSE would read the JDK's cacerts, which costs tens of milliseconds and trusts the whole web's CAs.
        return context(keys, new TrustManager[0]);
    }

    /**
     * For mutual TLS. Whether a client certificate is wanted or needed is set on the engine or connector, as are
     * {@link #PROTOCOLS} and {@link #CIPHER_SUITES}.
     *
     * @param clients decides who may call
     */
    public static SSLContext context(X509ExtendedKeyManager keys, X509ExtendedTrustManager clients) {
        return context(keys, new TrustManager[] {clients});
    }

    private static SSLContext context(X509ExtendedKeyManager keys, TrustManager[] clients) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new X509ExtendedKeyManager[] {keys}, clients, null);
            return context;
        } catch (GeneralSecurityException e) {
            // Every JDK has TLS, and nothing is computed yet.
            throw new IllegalStateException("this JDK cannot do TLS", e);
        }
    }
}
