package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.OneTimeAuthority;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What should become of the Secret and of the caBundle, decided from what one replica sees. Pure, and the same for every
 * replica, so that no leader is needed: whoever comes first writes, and the others find it done.
 *
 * <p>A renewal has three steps, each visible to all. When two thirds of the current certificate's life are over, a next
 * one is made, and its authority joins the caBundle. When that has been there for {@link #OVERLAP}, the next one becomes
 * the current one, and the replicas serve it. The old authority stays in the caBundle until it expires, together with the
 * only certificate that it signed: until then a replica that slept through all this may still be serving that.
 *
 * @param serverName what API servers verify
 * @param lifetime of what is made
 */
record Rotation(String serverName, Duration lifetime) {
    /** How long API servers get to learn of an authority, from when it was read back, before anything of it is served. */
    static final Duration OVERLAP = Duration.ofSeconds(60);

    /** Far more than a renewal leaves; a bound for a Secret that somebody deletes again and again. */
    private static final int MAX_AUTHORITIES = 8;

    /** No setting makes a longer one; what claims to live longer was made by somebody else. */
    static final Duration LONGEST_LIFETIME = Duration.ofDays(365);

    private static final Comparator<X509Certificate> NEWEST_FIRST = Comparator.comparing(X509Certificate::getNotAfter)
            .thenComparing(X509Certificate::getSerialNumber)
            .reversed();

    /** What the Secret should hold, given what it holds, what is served here, and what API servers trust. */
    SecretContent content(
            SecretContent now, Optional<Generation> served, CaBundle live, Sightings sightings, Instant instant) {
        Optional<Generation> current = now.current().filter(generation -> usable(generation, instant));
        Optional<Generation> next = now.next()
                .filter(generation -> usable(generation, instant))
                .filter(generation -> !now.current().equals(Optional.of(generation)));
        Optional<Generation> good = served.filter(generation -> usable(generation, instant));
        if (current.isEmpty() && good.isPresent()) {
            // Lost, by accident or to force a renewal: it is kept for as long as a renewal takes.
            current = good;
            next = next.or(() -> Optional.of(make(instant)));
        }
        Optional<Generation> coming = next;
        boolean othersServe = live.authorities().stream()
                .filter(authority -> !isAuthorityOf(coming, authority))
                .anyMatch(authority -> isOurs(authority, instant));
        if (current.isEmpty() && next.isEmpty()) {
            Optional<Generation> made = Optional.of(make(instant));
            // Another replica may serve what was lost; nothing new is served before API servers know it.
            current = othersServe ? Optional.empty() : made;
            next = othersServe ? made : Optional.empty();
        } else if (next.isPresent()
                && (sightings.of(next.get().authority()).compareTo(OVERLAP) >= 0
                        || (current.isEmpty() && !othersServe))) {
            current = next;
            next = Optional.empty();
        } else if (next.isEmpty() && current.orElseThrow().isDue(instant)) {
            next = Optional.of(make(instant));
        }
        Stream<X509Certificate> before =
                Stream.concat(good.map(Generation::authority).stream(), now.trusted().authorities().stream());
        return new SecretContent(current, next, trusted(current, next, before, instant));
    }

    /** What the caBundle should hold: what the Secret says, and nothing that a slower replica could still need taken away. */
    CaBundle bundle(SecretContent content, CaBundle live, Instant instant) {
        return trusted(
                content.current(),
                content.next(),
                Stream.concat(content.trusted().authorities().stream(), live.authorities().stream()),
                instant);
    }

    private Generation make(Instant instant) {
        return Generation.make(serverName, lifetime, instant);
    }

    private boolean usable(Generation generation, Instant instant) {
        return generation.isUsable(serverName, instant);
    }

    /** Whether the authority was made by a sidecar-first, by all that can be seen, and what it signed may still be in use. */
    private static boolean isOurs(X509Certificate authority, Instant instant) {
        Instant end = authority.getNotAfter().toInstant();
        return OneTimeAuthority.made(authority)
                && !instant.isAfter(end)
                && !end.isAfter(instant.plus(LONGEST_LIFETIME));
    }

    private static boolean isAuthorityOf(Optional<Generation> generation, X509Certificate authority) {
        return generation.map(Generation::authority).equals(Optional.of(authority));
    }

    /** Those in use first, then the newest of those that may be; in an order on which all replicas agree. */
    private static CaBundle trusted(
            Optional<Generation> current, Optional<Generation> next, Stream<X509Certificate> before, Instant instant) {
        Stream<X509Certificate> inUse =
                Stream.of(current, next).flatMap(Optional::stream).map(Generation::authority);
        Stream<X509Certificate> earlier = before.filter(authority -> isOurs(authority, instant))
                .distinct()
                .sorted(NEWEST_FIRST)
                .limit(MAX_AUTHORITIES);
        return new CaBundle(Stream.concat(inUse, earlier).toList());
    }
}
