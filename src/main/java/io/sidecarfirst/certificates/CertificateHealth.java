package io.sidecarfirst.certificates;

import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns about the certificate in use, once for each certificate and concern. */
public final class CertificateHealth {
    private static final Logger log = LoggerFactory.getLogger(CertificateHealth.class);

    private final Supplier<X509Certificate> inUse;
    private final InstantSource clock;
    private @Nullable Finding reported;

    public CertificateHealth(Supplier<X509Certificate> inUse, InstantSource clock) {
        this.inUse = inUse;
        this.clock = clock;
    }

    /** Judges the certificate in use as of now. */
    public void poll() {
        X509Certificate certificate = inUse.get();
        Finding found = CertificateConcern.of(certificate, clock.instant())
                .map(concern -> new Finding(certificate, concern))
                .orElse(null);
        if (found != null && !found.equals(reported)) {
            log.warn("The certificate in use {}: {}", found.concern(), CertificateSummary.of(certificate));
        }
        reported = found;
    }

    private record Finding(X509Certificate certificate, CertificateConcern concern) {}
}
