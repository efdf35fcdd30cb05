package io.sidecarfirst.certificates;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * An authority that signs one server certificate and is then forgotten: its private key never leaves this class, so
 * that nobody can sign another certificate that the API server would believe.
 */
public final class EphemeralCa {
    /** What the authority's common name starts with; the rest tells one from another. */
    private static final String COMMON_NAME = "sidecar-first authority ";

    /** Clocks differ, and an API server's may be behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private EphemeralCa() {}

    /**
     * Makes a key and its certificate.
     *
     * @param serverName the DNS name or IP address that clients verify, for example
     *     {@code sidecar-first.sidecar-first.svc}
     * @param lifetime how long it is valid from now on; it is valid for an hour before, too
     * @return the leaf, and behind it the authority, both valid for the same time
     * @throws IllegalArgumentException if the name is neither
     */
    public static KeyMaterial issue(String serverName, Duration lifetime, Instant now) {
        ServerName.require(serverName);
        GeneralName name = AlternativeName.of(serverName);
        Instant from = now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        BigInteger serial = NewCertificate.randomSerial();
        X500Name issuer = new X500Name("CN=" + COMMON_NAME + serial.toString(16));
        KeyPair authority = NewCertificate.generateKeys();
        KeyPair server = NewCertificate.generateKeys();
        X509Certificate own =
                NewCertificate.ofAuthority(issuer, authority.getPublic()).sign(issuer, authority, serial, from, until);
        X509Certificate leaf = NewCertificate.ofServer(
                        new X500Name("CN=sidecar-first"), server.getPublic(), new GeneralNames(name))
                .sign(issuer, authority, NewCertificate.randomSerial(), from, until);
        return new KeyMaterial(server.getPrivate(), List.of(leaf, own));
    }

    /** Whether this certificate is of an authority that was made here, by its name. */
    public static boolean made(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                && CertificateNames.of(certificate).common().stream().anyMatch(name -> name.startsWith(COMMON_NAME));
    }
}
