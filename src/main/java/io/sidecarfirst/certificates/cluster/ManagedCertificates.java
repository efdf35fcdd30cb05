package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.CertificateHealth;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica's part in the certificates that all replicas share: it brings the Secret and the live caBundle to what
 * {@link Rotation} says, and serves what API servers already trust.
 *
 * <p>What it serves is swapped only for a certificate whose authority was read back from the live caBundle; and while
 * what it serves still works, only after that authority has been there for {@link Rotation#OVERLAP}, since every API
 * server has a copy of its own, which is a moment behind.
 */
final class ManagedCertificates implements Supplier<Attempt> {
    private static final Logger log = LoggerFactory.getLogger(ManagedCertificates.class);

    private final CertificateSecret secret;
    private final LiveTrust trust;
    private final Rotation rotation;
    private final ReloadableKeyManager keys;
    private final InstantSource clock;
    private final Sightings sightings;
    private final CertificateHealth health;
    private final Runnable trusted;

    private Optional<Generation> served = Optional.empty();
    private boolean missedBefore;

    /**
     * @param keys served with until there is something better
     * @param clock what API servers verify by: theirs
     * @param nanoTime as {@link System#nanoTime}
     * @param trusted run whenever the live caBundle was read and verifies what is served
     */
    ManagedCertificates(
            CertificateSecret secret,
            LiveTrust trust,
            Rotation rotation,
            ReloadableKeyManager keys,
            InstantSource clock,
            LongSupplier nanoTime,
            Runnable trusted) {
        this.secret = secret;
        this.trust = trust;
        this.rotation = rotation;
        this.keys = keys;
        this.clock = clock;
        this.sightings = new Sightings(nanoTime);
        this.health = new CertificateHealth(() -> keys.current().leaf(), clock);
        this.trusted = trusted;
    }

    /** One look, and at most one write of each kind. */
    @Override
    public Attempt get() {
        LiveTrust.Seen seen = trust.read().orElseThrow(trust::missing);
        CaBundle live = seen.common();
        sightings.saw(live);
        Optional<CertificateSecret.Stored> found = secret.read();
        if (found.isEmpty()) {
            return missing();
        }
        missedBefore = false;
        CertificateSecret.Stored stored = found.get();
        Instant now = clock.instant();
        SecretContent content = rotation.content(stored.content(), served, live, sightings, now);
        if (!content.equals(stored.content())) {
            try {
                if (!secret.write(stored, content)) {
                    return Attempt.UNFINISHED;
                }
            } catch (ApiServerException e) {
                // Whatever keeps the Secret from being written, what is served stays trusted.
                var unused = trusts(seen, rotation.bundle(stored.content(), withServed(live), now));
                throw e;
            }
            log.info("the Secret was written: {}", content);
        }
        Optional<Attempt> wrote = trusts(seen, rotation.bundle(content, live, now));
        if (wrote.isPresent()) {
            return wrote.get();
        }
        content.current().filter(current -> mayServe(current, live, now)).ifPresent(this::serve);
        if (served.isEmpty() || !live.verifies(served.get().material(), rotation.serverName(), now)) {
            return Attempt.UNFINISHED;
        }
        health.poll();
        trusted.run();
        return Attempt.DONE;
    }

    /** Brings the live caBundle to this; empty where it is so already. */
    private Optional<Attempt> trusts(LiveTrust.Seen seen, CaBundle wanted) {
        if (seen.bundles().stream().allMatch(wanted::equals)) {
            return Optional.empty();
        }
        if (!trust.write(seen, wanted)) {
            return Optional.of(Attempt.UNFINISHED);
        }
        log.info("the caBundle was written: {}", wanted);
        return Optional.of(Attempt.WROTE);
    }

    private CaBundle withServed(CaBundle live) {
        return new CaBundle(Stream.concat(live.authorities().stream(), served.map(Generation::authority).stream())
                .distinct()
                .toList());
    }

    /**
     * A Secret that is gone is made anew only when it is gone twice in a row, and the configuration still there: an
     * uninstallation deletes that first, and must not find a Secret that has come back.
     */
    private Attempt missing() {
        if (missedBefore) {
            log.warn("the Secret is gone; it is made anew");
            secret.create();
        }
        missedBefore = true;
        return Attempt.UNFINISHED;
    }

    private boolean mayServe(Generation current, CaBundle live, Instant now) {
        if (served.equals(Optional.of(current)) || !live.contains(current.authority())) {
            return false;
        }
        boolean works = served.filter(generation -> live.verifies(generation.material(), rotation.serverName(), now))
                .isPresent();
        return !works || sightings.of(current.authority()).compareTo(Rotation.OVERLAP) >= 0;
    }

    private void serve(Generation current) {
        keys.swap(current.served());
        served = Optional.of(current);
        log.info("serving {}", current.material());
    }
}
