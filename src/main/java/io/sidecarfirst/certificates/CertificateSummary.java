package io.sidecarfirst.certificates;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What a person wants to know of a certificate, on one line.
 *
 * @param subject distinguished name, RFC 2253
 * @param names subjectAltNames
 * @param serial hexadecimal
 * @param notAfter the last moment it is valid
 */
record CertificateSummary(String subject, List<String> names, String serial, Instant notAfter) {
    static CertificateSummary of(X509Certificate certificate) {
        return new CertificateSummary(
                certificate.getSubjectX500Principal().getName(),
                CertificateNames.of(certificate).alternatives(),
                certificate.getSerialNumber().toString(16),
                certificate.getNotAfter().toInstant());
    }

    @Override
    public String toString() {
        return PrintableText.of(
                "subject \"" + subject + "\", names " + names + ", serial " + serial + ", valid until " + notAfter);
    }
}
