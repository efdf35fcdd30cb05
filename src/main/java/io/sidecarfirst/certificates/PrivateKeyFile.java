package io.sidecarfirst.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Reads the private key of a PEM file. Three containers are in use: {@code PRIVATE KEY} (PKCS#8, RFC 5958),
 * {@code RSA PRIVATE KEY} (PKCS#1, RFC 8017; cert-manager's default) and {@code EC PRIVATE KEY} (SEC 1, RFC 5915;
 * OpenSSL puts a block {@code EC PARAMETERS} before it).
 */
final class PrivateKeyFile {
    private PrivateKeyFile() {}

    /**
     * @param leaf the public key of the certificate that the key should belong to
     * @throws InvalidCertificateException if there is not exactly one key, or it is encrypted, unreadable or of another
     *     kind than the certificate's
     */
    static PrivateKey parse(PemFile file, PublicKey leaf) {
        PemBlock block = onlyKey(file);
        byte[] encoded = switch (block.label()) {
            case "PRIVATE KEY" -> block.content();
            case "RSA PRIVATE KEY" -> {
                requireKind(file, leaf, "RSA");
                yield Pkcs8.wrap(block.content(), leaf);
            }
            case "EC PRIVATE KEY" -> {
                requireKind(file, leaf, "EC");
                yield Pkcs8.wrap(block.content(), leaf);
            }
            default ->
                throw new InvalidCertificateException(file.name() + ": \"" + block.label()
                        + "\" is not supported; use an RSA, EC or Ed25519" + " key (openssl pkcs8 -topk8 -nocrypt)");
        };
        try {
            return KeyFactory.getInstance(leaf.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            // Without the cause: what the JDK says about an encoding could quote it.
            throw new InvalidCertificateException(file.name() + ": the private key cannot be read as "
                    + leaf.getAlgorithm() + ", which is what the certificate holds; mount a certificate and key"
                    + " that were issued together");
        }
    }

    private static PemBlock onlyKey(PemFile file) {
        List<PemBlock> keys =
                file.blocks().stream().filter(PemBlock::isPrivateKey).toList();
        if (keys.isEmpty()) {
            throw new InvalidCertificateException(
                    file.name() + " holds PEM, but no private key; are the certificate and the key file swapped?");
        }
        if (keys.size() > 1) {
            throw new InvalidCertificateException(
                    file.name() + " holds " + keys.size() + " private keys; leave only the certificate's own");
        }
        PemBlock key = keys.get(0);
        if (key.encrypted() || key.label().startsWith("ENCRYPTED")) {
            throw new InvalidCertificateException(file.name()
                    + ": the private key is encrypted, and there is nobody to ask for the password; decrypt it"
                    + " (openssl pkcs8 -topk8 -nocrypt)");
        }
        return key;
    }

    private static void requireKind(PemFile file, PublicKey leaf, String kind) {
        if (!leaf.getAlgorithm().startsWith(kind)) {
            throw new InvalidCertificateException(file.name() + " holds an " + kind + " key, but the certificate an "
                    + leaf.getAlgorithm() + " one; mount a certificate and key that were issued together");
        }
    }
}
