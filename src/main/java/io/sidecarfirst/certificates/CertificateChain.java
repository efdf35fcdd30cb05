package io.sidecarfirst.certificates;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads the certificates of a PEM file, in the file's order. Blocks of other kinds are passed over. */
final class CertificateChain {
    private CertificateChain() {}

    /**
     * @throws InvalidCertificateException if the file is not PEM, holds no certificate, or one that the JDK cannot read
     */
    static List<X509Certificate> parse(PemFile file) {
        return parse(file, file.blocks());
    }

    /**
     * Reads some blocks of a file.
     *
     * @throws InvalidCertificateException if there is no certificate among them, or one that the JDK cannot read
     */
    static List<X509Certificate> parse(PemFile file, List<PemBlock> blocks) {
        List<X509Certificate> chain = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) {
                chain.add(parse(file, block, chain.size() + 1));
            }
        }
        if (chain.isEmpty()) {
            throw new InvalidCertificateException(
                    file.name() + " holds PEM, but no certificate; are the certificate and the key file swapped?");
        }
        return List.copyOf(chain);
    }

    private static X509Certificate parse(PemFile file, PemBlock block, int number) {
        try {
            Certificate certificate = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.content()));
            return (X509Certificate) certificate;
        } catch (CertificateException e) {
            throw new InvalidCertificateException(
                    file.name() + ": certificate " + number + " cannot be read (" + e.getMessage()
                            + "); write the file again",
                    e);
        }
    }
}
