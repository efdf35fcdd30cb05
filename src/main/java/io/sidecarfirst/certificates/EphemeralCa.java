package io.sidecarfirst.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/**
 * An authority that signs one server certificate and is then forgotten: its private key never leaves this class, so that
 * nobody can sign another certificate that the API server would believe. ECDSA P-256 with SHA-256 throughout.
 */
public final class EphemeralCa {
    /** What the authority's common name starts with; the rest tells one from another. */
    private static final String COMMON_NAME = "sidecar-first authority ";

    /** Clocks differ, and an API server's may be behind. */
    private static final Duration BACKDATED = Duration.ofHours(1);

    private static final int SERIAL_BITS = 128;

    private EphemeralCa() {}

    /**
     * Makes a key and its certificate.
     *
     * @param serverName the DNS name that clients verify, for example {@code sidecar-first.sidecar-first.svc}
     * @param lifetime how long it is valid from now on; it is valid for an hour before, too
     * @return the leaf, and behind it the authority, both valid for the same time
     * @throws IllegalArgumentException if the name is no DNS name
     */
    public static KeyMaterial issue(String serverName, Duration lifetime, Instant now) {
        GeneralNames names = new GeneralNames(AlternativeName.of(serverName));
        if (names.getNames()[0].getTagNo() != GeneralName.dNSName) {
            throw new IllegalArgumentException("\"" + serverName + "\" is not a DNS name");
        }
        Instant from = now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        Instant until = now.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        BigInteger serial = new BigInteger(SERIAL_BITS, new SecureRandom());
        X500Name subject = new X500Name("CN=" + COMMON_NAME + serial.toString(16));
        KeyPair authority = P256.generate();
        KeyPair server = P256.generate();
        try {
            X509v3CertificateBuilder own = builder(subject, serial, from, until, subject, authority.getPublic());
            own.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            own.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            X509v3CertificateBuilder leaf = builder(
                    subject,
                    new BigInteger(SERIAL_BITS, new SecureRandom()),
                    from,
                    until,
                    new X500Name("CN=sidecar-first"),
                    server.getPublic());
            leaf.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            leaf.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            leaf.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            leaf.addExtension(Extension.subjectAlternativeName, false, names);
            return new KeyMaterial(
                    server.getPrivate(),
                    List.of(
                            EcdsaSigner.sign(leaf, authority.getPrivate()),
                            EcdsaSigner.sign(own, authority.getPrivate())));
        } catch (IOException e) {
            throw new IllegalStateException("the extensions of a certificate cannot be written", e);
        }
    }

    /** Whether this certificate is of an authority that was made here, by its name. */
    public static boolean made(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                && CertificateNames.of(certificate).common().stream().anyMatch(name -> name.startsWith(COMMON_NAME));
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, BigInteger serial, Instant from, Instant until, X500Name subject, PublicKey key) {
        return new X509v3CertificateBuilder(
                issuer,
                serial,
                Date.from(from),
                Date.from(until),
                subject,
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }
}
