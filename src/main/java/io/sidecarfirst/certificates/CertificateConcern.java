package io.sidecarfirst.certificates;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why a certificate that can be served with will not do, now or soon. */
enum CertificateConcern {
    EXPIRED("has expired, and API servers refuse it; renew it"),
    EXPIRES_SOON("expires soon, and API servers will refuse it then; find out why it was not renewed"),
    NOT_YET_VALID("is not valid yet, and API servers refuse it; compare the clocks"),
    NO_NAMES("has no subjectAltName, and API servers do not look at the CN; issue it for <service>.<namespace>.svc");

    private static final Duration SOON = Duration.ofHours(24);

    private final String text;

    CertificateConcern(String text) {
        this.text = text;
    }

    /** The gravest concern about a certificate, at a moment. */
    static Optional<CertificateConcern> of(X509Certificate certificate, Instant now) {
        Instant notBefore = certificate.getNotBefore().toInstant();
        Instant notAfter = certificate.getNotAfter().toInstant();
        if (now.isAfter(notAfter)) {
            return Optional.of(EXPIRED);
        }
        if (now.isBefore(notBefore)) {
            return Optional.of(NOT_YET_VALID);
        }
        if (CertificateNames.of(certificate).alternatives().isEmpty()) {
            return Optional.of(NO_NAMES);
        }
        // A certificate that lives for an hour is always close to its end. cert-manager renews when a third is left,
        // so that less than a quarter means that it has not.
        Duration quarter = Duration.between(notBefore, notAfter).dividedBy(4);
        Duration soon = quarter.compareTo(SOON) < 0 ? quarter : SOON;
        return now.plus(soon).isAfter(notAfter) ? Optional.of(EXPIRES_SOON) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
