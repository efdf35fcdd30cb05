package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.certificates.CaBundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * For how long this replica has seen an authority in the live caBundle, by a clock that nobody can set. One that goes
 * away and comes back starts again at zero.
 */
final class AuthorityAges {
    private final LongSupplier nanoTime;
    private final Map<X509Certificate, Long> since = new HashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    AuthorityAges(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Notes what was just read. */
    void saw(CaBundle live) {
        since.keySet().retainAll(live.authorities());
        live.authorities().forEach(authority -> since.putIfAbsent(authority, nanoTime.getAsLong()));
    }

    /** Zero if it was not there the last time. */
    Duration of(X509Certificate authority) {
        Long first = since.get(authority);
        return first == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - first);
    }
}
