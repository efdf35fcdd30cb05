package io.sidecarfirst.certificates;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate authorities whose clients are let in.
 *
 * @param certificates unmodifiable, at least one
 */
public record ClientCaBundle(List<X509Certificate> certificates) {
    /**
     * @throws InvalidCertificateException if there is none
     */
    public ClientCaBundle {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new InvalidCertificateException("the bundle of client authorities is empty");
        }
    }

    /**
     * Reads a PEM bundle.
     *
     * @throws InvalidCertificateException if it holds no certificate, or one that cannot be read
     */
    public static ClientCaBundle parse(PemFile file) {
        return new ClientCaBundle(CertificateChain.parse(file));
    }

    /** PKIX validation (RFC 5280) with these as the only trust anchors. No revocation check. */
    X509ExtendedTrustManager pkix() {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                anchors.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(anchors);
            return Stream.of(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this JDK has no PKIX trust manager"));
        } catch (GeneralSecurityException | IOException e) {
            // Nothing is read or decrypted: the store is in memory.
            throw new IllegalStateException("this JDK cannot hold certificates in memory", e);
        }
    }

    @Override
    public String toString() {
        return certificates.size() + " client authorities: "
                + certificates.stream()
                        .map(CertificateSummary::of)
                        .map(CertificateSummary::toString)
                        .toList();
    }
}
