package io.sidecarfirst.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
 * A certificate made on the spot, to try the server out without a cluster. It signs itself, is no authority, and
 * whoever calls must be given it as trusted. ECDSA P-256 with SHA-256, for {@code localhost}, {@code 127.0.0.1} and
 * {@code ::1}, valid for 30 days and not renewed: a server for longer than that has files.
 */
public final class SelfMadeCertificate {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    /** Clocks differ. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final int SERIAL_BITS = 128;
    private static final X500Name SUBJECT = new X500Name("CN=sidecar-first (self-made)");

    private SelfMadeCertificate() {}

    /**
     * Makes a key and its certificate.
     *
     * @param extraNames DNS names and IP addresses besides the loopback ones
     * @throws IllegalArgumentException if one of them is neither
     */
    public static KeyMaterial make(Collection<String> extraNames) {
        return make(extraNames, InstantSource.system());
    }

    static KeyMaterial make(Collection<String> extraNames, InstantSource clock) {
        Set<String> names = new LinkedHashSet<>(LOOPBACK);
        names.addAll(extraNames);
        try {
            KeyPair pair = P256.generate();
            return new KeyMaterial(pair.getPrivate(), List.of(selfSigned(pair, names, clock.instant())));
        } catch (IOException e) {
            // All the names are known to be well-formed.
            throw new IllegalStateException("this JDK cannot make a certificate", e);
        }
    }

    private static X509Certificate selfSigned(KeyPair pair, Set<String> names, Instant now) throws IOException {
        Instant notBefore = now.minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                SUBJECT,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(notBefore),
                Date.from(notBefore.plus(LIFETIME)),
                SUBJECT,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, generalNames(names));
        return EcdsaSigner.sign(builder, pair.getPrivate());
    }

    private static GeneralNames generalNames(Set<String> names) {
        List<GeneralName> general = new ArrayList<>();
        for (String name : names) {
            general.add(AlternativeName.of(name));
        }
        return new GeneralNames(general.toArray(GeneralName[]::new));
    }
}
