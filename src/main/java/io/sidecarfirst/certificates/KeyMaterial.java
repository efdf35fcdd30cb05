package io.sidecarfirst.certificates;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificate chain that presents it. Whoever holds one can serve with it: the key and the leaf
 * are known to belong together. The dates are not judged here, because an old certificate is still better than no
 * server ({@link CertificateFiles} warns).
 *
 * @param key RSA, EC or Ed25519
 * @param chain the leaf first, then its intermediates; unmodifiable, at least one
 */
public record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {
    /**
     * @throws InvalidCertificateException if the chain is empty, or its first certificate is not the key's
     */
    public KeyMaterial {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new InvalidCertificateException("the certificate chain is empty");
        }
        if (!KeyPairCheck.matches(key, chain.get(0).getPublicKey())) {
            throw new InvalidCertificateException("the private key does not belong to the certificate \""
                    + chain.get(0).getSubjectX500Principal().getName()
                    + "\"; mount a certificate and key that were issued together");
        }
    }

    /**
     * Reads a chain and a key, as {@code tls.crt} and {@code tls.key} of a Secret of type {@code kubernetes.io/tls}.
     *
     * @param chainFile PEM certificates, the leaf first
     * @param keyFile one unencrypted PEM key: PKCS#8, PKCS#1 or SEC 1; may be the same file
     * @throws InvalidCertificateException if either cannot be used, or they do not belong together
     */
    public static KeyMaterial parse(PemFile chainFile, PemFile keyFile) {
        List<X509Certificate> chain = CertificateChain.parse(chainFile);
        PublicKey leaf = chain.get(0).getPublicKey();
        if (!KeyPairCheck.supports(leaf)) {
            throw new InvalidCertificateException(
                    chainFile.name() + ": the first certificate holds a key of kind " + leaf.getAlgorithm()
                            + ", which TLS cannot use here; use RSA, EC (P-256, P-384, P-521) or Ed25519");
        }
        PrivateKey key = PrivateKeyFile.parse(keyFile, leaf);
        for (int i = 0; i < chain.size(); i++) {
            if (KeyPairCheck.matches(key, chain.get(i).getPublicKey())) {
                if (i > 0) {
                    throw new InvalidCertificateException(chainFile.name() + ": the key in " + keyFile.name()
                            + " belongs to certificate " + (i + 1)
                            + " of the chain; put that one first, then its issuers in order");
                }
                return new KeyMaterial(key, chain);
            }
        }
        throw new InvalidCertificateException("the private key in " + keyFile.name()
                + " does not belong to the certificate in " + chainFile.name() + " (\""
                + chain.get(0).getSubjectX500Principal().getName()
                + "\"); mount a certificate and key that were issued together");
    }

    /** The certificate that the key belongs to. */
    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** The chain as PEM, fit for {@code tls.crt}. */
    public String chainPem() {
        return new CaBundle(chain).pem();
    }

    /** The key as PEM, PKCS#8, fit for {@code tls.key}. */
    public String keyPem() {
        return CaBundle.pem("PRIVATE KEY", key.getEncoded());
    }

    /** The leaf on one line; leaves the key out. */
    @Override
    public String toString() {
        return CertificateSummary.of(leaf()).toString();
    }
}
