package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.EphemeralCa;
import io.sidecarfirst.certificates.InvalidCertificateException;
import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.PemFile;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A server certificate with its key and its own authority. Each renewal makes another.
 *
 * @param material its chain is the leaf and the authority
 */
record ServingCertificate(KeyMaterial material) {
    /** @throws InvalidCertificateException if the chain is not a leaf and its authority */
    ServingCertificate {
        if (material.chain().size() != 2 || !EphemeralCa.made(material.chain().get(1))) {
            throw new InvalidCertificateException("the chain is not a certificate and its ephemeral authority");
        }
    }

    static ServingCertificate make(String serverName, Duration lifetime, Instant now) {
        return new ServingCertificate(EphemeralCa.issue(serverName, lifetime, now));
    }

    /** Reads a chain and a key; empty for whatever cannot be used, since another is made then. */
    static Optional<ServingCertificate> parse(byte[] chain, byte[] key) {
        try {
            return Optional.of(new ServingCertificate(
                    KeyMaterial.parse(PemFile.of("the chain", chain), PemFile.of("the key", key))));
        } catch (InvalidCertificateException e) {
            return Optional.empty();
        }
    }

    X509Certificate leaf() {
        return material.leaf();
    }

    X509Certificate authority() {
        return material.chain().get(1);
    }

    /** What is shown to clients: the authority they have, or it would not help them. */
    KeyMaterial served() {
        return new KeyMaterial(material.key(), List.of(leaf()));
    }

    /** Whether a client that trusts the authority accepts it now. */
    boolean isUsable(String serverName, Instant now) {
        return new CaBundle(List.of(authority())).verifies(material, serverName, now);
    }

    /** Whether two thirds of its life are over. */
    boolean isDue(Instant now) {
        Instant from = leaf().getNotBefore().toInstant();
        Instant until = leaf().getNotAfter().toInstant();
        return now.isAfter(until.minus(Duration.between(from, until).dividedBy(3)));
    }
}
