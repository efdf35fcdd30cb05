package io.sidecarfirst.certificates;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * A certificate made on the spot, to try the server out without a cluster. It signs itself, is no authority, and
 * whoever calls must be given it as trusted. It is for {@code localhost}, {@code 127.0.0.1} and {@code ::1}, valid for
 * 30 days and not renewed: a server for longer than that has files.
 */
public final class SelfMadeCertificate {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "::1");

    /** Clocks differ. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final Duration LIFETIME = Duration.ofDays(30);
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
        GeneralNames names = new GeneralNames(Stream.concat(LOOPBACK.stream(), extraNames.stream())
                .distinct()
                .map(AlternativeName::of)
                .toArray(GeneralName[]::new));
        Instant from = clock.instant().minus(BACKDATED).truncatedTo(ChronoUnit.SECONDS);
        KeyPair pair = NewCertificate.generateKeys();
        X509Certificate certificate = NewCertificate.ofServer(SUBJECT, pair.getPublic(), names)
                .sign(SUBJECT, pair, NewCertificate.randomSerial(), from, from.plus(LIFETIME));
        return new KeyMaterial(pair.getPrivate(), List.of(certificate));
    }
}
