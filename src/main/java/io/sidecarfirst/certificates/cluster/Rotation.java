package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.EphemeralCa;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the Secret and the caBundle should be, decided from what one replica sees. Pure, and the same for every replica,
 * so that no leader is needed: whoever comes first writes, and the others find it done.
 *
 * <p>A renewal has three steps, each visible to all. When two thirds of the current certificate's life are over, a next
 * one is made, and its authority joins the caBundle. When that has been there for {@link #OVERLAP}, the next one
 * becomes the current one, and the replicas serve it. The old authority stays in the caBundle until it expires, which
 * is when the only certificate that it signed expires: until then a replica that slept through all this may still serve
 * that.
 *
 * @param serverName what API servers verify
 * @param lifetime of what is made
 */
record Rotation(String serverName, Duration lifetime) {
    /**
     * How long API servers get to learn of an authority, from when it was read back, before anything of it is served.
     */
    static final Duration OVERLAP = Duration.ofSeconds(60);

    /** Far more than a renewal leaves; a bound for a Secret that somebody deletes again and again. */
    private static final int MAX_AUTHORITIES = 8;

    /** No setting makes a longer one; what claims to live longer was made by somebody else. */
    static final Duration LONGEST_LIFETIME = Duration.ofDays(365);

    private static final Comparator<X509Certificate> NEWEST_FIRST = Comparator.comparing(X509Certificate::getNotAfter)
            .thenComparing(X509Certificate::getSerialNumber)
            .reversed();

    /**
     * What the Secret should hold, given what it holds, what is served here, and what API servers trust.
     *
     * @param served null where nothing of the Secret was served yet
     */
    SecretContent content(
            SecretContent now,
            @Nullable ServingCertificate served,
            CaBundle live,
            AuthorityAges ages,
            Instant instant) {
        ServingCertificate current = usable(now.current(), instant);
        ServingCertificate next = usable(now.next(), instant);
        if (next != null && next.equals(now.current())) {
            next = null;
        }
        ServingCertificate good = usable(served, instant);
        if (current == null && good != null) {
            // Lost, by accident or to force a renewal: it is kept for as long as a renewal takes.
            current = good;
            next = next == null ? make(instant) : next;
        }
        X509Certificate coming = next == null ? null : next.authority();
        boolean othersServe = live.authorities().stream()
                .filter(authority -> !authority.equals(coming))
                .anyMatch(authority -> isOurs(authority, instant));
        if (current == null && next == null) {
            ServingCertificate made = make(instant);
            // Another replica may serve what was lost; nothing new is served before API servers know it.
            current = othersServe ? null : made;
            next = othersServe ? made : null;
        } else if (next != null
                && (ages.of(next.authority()).compareTo(OVERLAP) >= 0 || (current == null && !othersServe))) {
            current = next;
            next = null;
        } else if (next == null && current != null && current.isDue(instant)) {
            next = make(instant);
        }
        Stream<X509Certificate> before = Stream.concat(authorities(good), now.trusted().authorities().stream());
        return new SecretContent(current, next, trusted(current, next, before, instant));
    }

    /**
     * What the caBundle should hold: what the Secret says, and nothing taken away that a slower replica still needs.
     */
    CaBundle bundle(SecretContent content, CaBundle live, Instant instant) {
        return trusted(
                content.current(),
                content.next(),
                Stream.concat(content.trusted().authorities().stream(), live.authorities().stream()),
                instant);
    }

    private ServingCertificate make(Instant instant) {
        return ServingCertificate.make(serverName, lifetime, instant);
    }

    private @Nullable ServingCertificate usable(@Nullable ServingCertificate certificate, Instant instant) {
        return certificate != null && certificate.isUsable(serverName, instant) ? certificate : null;
    }

    /** Whether the authority looks made by a sidecar-first, and what it signed may still be in use. */
    private static boolean isOurs(X509Certificate authority, Instant instant) {
        Instant end = authority.getNotAfter().toInstant();
        return EphemeralCa.made(authority) && !instant.isAfter(end) && !end.isAfter(instant.plus(LONGEST_LIFETIME));
    }

    /** Those in use first, then the newest of those that may be; in an order on which all replicas agree. */
    private static CaBundle trusted(
            @Nullable ServingCertificate current,
            @Nullable ServingCertificate next,
            Stream<X509Certificate> before,
            Instant instant) {
        Stream<X509Certificate> inUse = Stream.concat(authorities(current), authorities(next));
        Stream<X509Certificate> earlier = before.filter(authority -> isOurs(authority, instant))
                .distinct()
                .sorted(NEWEST_FIRST)
                .limit(MAX_AUTHORITIES);
        return new CaBundle(Stream.concat(inUse, earlier).toList());
    }

    private static Stream<X509Certificate> authorities(@Nullable ServingCertificate certificate) {
        return certificate == null ? Stream.empty() : Stream.of(certificate.authority());
    }
}
