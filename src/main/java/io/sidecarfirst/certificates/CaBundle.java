package io.sidecarfirst.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateEncodingException;
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

/**
 * The authorities by which an API server verifies a webhook: the {@code caBundle} of a webhook configuration.
 *
 * @param authorities unmodifiable, without repetitions; may be empty
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference">
 *     Service reference: the name that is verified</a>
 */
public record CaBundle(List<X509Certificate> authorities) {
    /** Trusts nobody. */
    public static final CaBundle EMPTY = new CaBundle(List.of());

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));

    public CaBundle {
        authorities = authorities.stream().distinct().toList();
    }

    /** Reads PEM as an API server does: what is no readable certificate is passed over. */
    public static CaBundle parse(byte[] pem) {
        PemFile file = PemFile.of("caBundle", pem);
        List<X509Certificate> authorities = new ArrayList<>();
        for (PemBlock block : blocks(file)) {
            try {
                authorities.addAll(CertificateChain.parse(file, List.of(block)));
            } catch (InvalidCertificateException e) {
                // Somebody's damage; whoever owns the bundle writes it anew.
            }
        }
        return new CaBundle(authorities);
    }

    private static List<PemBlock> blocks(PemFile file) {
        try {
            return file.blocks();
        } catch (InvalidCertificateException e) {
            return List.of();
        }
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
     * 6125). No revocation check, as API servers make none.
     */
    public boolean verifies(KeyMaterial server, String serverName, Instant now) {
        if (authorities.isEmpty() || !isNamed(server.leaf(), serverName)) {
            return false;
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(server.leaf());
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(server.chain())));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A wildcard stands for one label, the first. */
    private static boolean isNamed(X509Certificate leaf, String serverName) {
        String name = serverName.toLowerCase(Locale.ROOT);
        List<String> names = CertificateNames.of(leaf).dns();
        return names.contains(name) || names.contains("*" + name.substring(Math.max(0, name.indexOf('.'))));
    }

    /** How many there are, and until when they are valid. */
    @Override
    public String toString() {
        return authorities.stream().map(CertificateSummary::of).toList().toString();
    }
}
