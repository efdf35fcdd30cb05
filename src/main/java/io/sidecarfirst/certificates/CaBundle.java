package io.sidecarfirst.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The authorities by which an API server verifies a webhook: the {@code caBundle} of a webhook configuration.
 *
 * @param authorities unmodifiable, without repetitions; may be empty
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference">
 *     Service reference: the name that is verified</a>
 */
public record CaBundle(List<X509Certificate> authorities) {
    /** Trusts nobody. */
    public static final CaBundle EMPTY = new CaBundle(List.of());

    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    /** The place of that bit in a key usage (RFC 5280 section 4.2.1.3). */
    private static final int KEY_CERT_SIGN = 5;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]*-----END CERTIFICATE-----");

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

    public CaBundle {
        authorities = authorities.stream().distinct().toList();
    }

    /**
     * Reads PEM as an API server does: what is no certificate that it would take is passed over, and so is what is cut
     * off around it. Only blocks labelled {@code CERTIFICATE} without headers count.
     *
     * @see <a href="https://pkg.go.dev/crypto/x509#CertPool.AppendCertsFromPEM">AppendCertsFromPEM</a>
     */
    public static CaBundle parse(byte[] pem) {
        List<X509Certificate> authorities = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(new String(pem, ISO_8859_1));
        while (blocks.find()) {
            PemFile file = new PemFile("caBundle", blocks.group());
            try {
                authorities.addAll(CertificateChain.parse(file));
            } catch (InvalidCertificateException e) {
                // Somebody damaged it; whoever owns the bundle writes it again.
            }
        }
        return new CaBundle(authorities);
    }

    /** As PEM. */
    public String pem() {
        StringBuilder pem = new StringBuilder();
        authorities.forEach(authority -> pem.append(pem("CERTIFICATE", encoded(authority))));
        return pem.toString();
    }

    /** One PEM block. */
    static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    /** Whether that authority is one of them. */
    public boolean contains(X509Certificate authority) {
        return authorities.contains(authority);
    }

    /**
     * Whether a client that trusts only these would accept the server: the path (RFC 5280), the dates and the name (RFC
     * 6125). No revocation check, as API servers make none. Name constraints of an authority are not looked at, because
     * the JDK cannot look at those of an anchor; API servers do.
     */
    public boolean verifies(KeyMaterial server, String serverName, Instant now) {
        if (authorities.isEmpty() || !ServerName.isIn(server.leaf(), serverName)) {
            return false;
        }
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(server.leaf());
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            authorities.stream()
                    .filter(CaBundle::maySignServers)
                    .forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
            leaf.setExtendedKeyUsage(Set.of(SERVER_AUTHENTICATION));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(server.chain())));
            CertPath path =
                    CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath();
            return path.getCertificates().stream().noneMatch(CaBundle::isSignedWeakly);
        } catch (GeneralSecurityException | IOException e) {
            return false;
        }
    }

    /**
     * What Go's verification asks of an authority and the JDK's does not ask of an anchor.
     *
     * @see <a href="https://pkg.go.dev/crypto/x509#Certificate.Verify">Certificate.Verify</a>
     */
    private static boolean maySignServers(X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        try {
            List<String> purposes = authority.getExtendedKeyUsage();
            return (usage == null || usage[KEY_CERT_SIGN])
                    && (purposes == null || purposes.contains(SERVER_AUTHENTICATION) || purposes.contains(ANY_PURPOSE));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean isSignedWeakly(Certificate certificate) {
        String algorithm = ((X509Certificate) certificate).getSigAlgName().toUpperCase(Locale.ROOT);
        return algorithm.startsWith("SHA1") || algorithm.startsWith("MD");
    }

    /** How many there are, and until when they are valid. */
    @Override
    public String toString() {
        return authorities.stream().map(CertificateSummary::of).toList().toString();
    }
}
