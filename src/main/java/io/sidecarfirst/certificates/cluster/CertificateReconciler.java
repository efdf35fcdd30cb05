package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.CertificateHealth;
import io.sidecarfirst.certificates.CertificateListener;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
final class CertificateReconciler implements Supplier<ReconcileLoop.Result> {
    private static final Logger log = LoggerFactory.getLogger(CertificateReconciler.class);

    private final SecretStore secret;
    private final CaBundleStore trust;
    private final Rotation rotation;
    private final ReloadableKeyManager keys;
    private final InstantSource clock;
    private final AuthorityAges ages;
    private final CertificateHealth health;
    private final Runnable trusted;
    private final CertificateListener listener;

    private @Nullable ServingCertificate served;
    private boolean missedBefore;

    /**
     * @param keys served with until there is something better
     * @param clock what API servers verify by: theirs
     * @param nanoTime as {@link System#nanoTime}
     * @param trusted run whenever the live caBundle was read and verifies what is served
     * @param listener told when the Secret was written, and when another certificate is served
     */
    CertificateReconciler(
            SecretStore secret,
            CaBundleStore trust,
            Rotation rotation,
            ReloadableKeyManager keys,
            InstantSource clock,
            LongSupplier nanoTime,
            Runnable trusted,
            CertificateListener listener) {
        this.secret = secret;
        this.trust = trust;
        this.rotation = rotation;
        this.keys = keys;
        this.clock = clock;
        this.ages = new AuthorityAges(nanoTime);
        this.health = new CertificateHealth(() -> keys.current().leaf(), clock);
        this.trusted = trusted;
        this.listener = listener;
    }

    /** Reads both, and writes each at most once. */
    @Override
    public ReconcileLoop.Result get() {
        CaBundleStore.Seen seen = trust.read().orElseThrow(trust::missing);
        CaBundle live = seen.common();
        ages.saw(live);
        Optional<SecretStore.Stored> found = secret.read();
        if (found.isEmpty()) {
            return missing();
        }
        missedBefore = false;
        SecretStore.Stored stored = found.get();
        Instant now = clock.instant();
        SecretContent content = rotation.content(stored.content(), served, live, ages, now);
        if (!content.equals(stored.content())) {
            try {
                if (!secret.write(stored, content)) {
                    return ReconcileLoop.Result.UNFINISHED;
                }
            } catch (ApiServerException e) {
                // Whatever keeps the Secret from being written, what is served stays trusted.
                var unused = trusts(seen, rotation.bundle(stored.content(), withServed(live), now));
                throw e;
            }
            listener.renewed();
            log.info("the Secret was written: {}", content);
        }
        ReconcileLoop.Result wrote = trusts(seen, rotation.bundle(content, live, now));
        if (wrote != null) {
            return wrote;
        }
        ServingCertificate current = content.current();
        if (current != null && mayServe(current, live, now)) {
            serve(current);
        }
        if (served == null || !live.verifies(served.material(), rotation.serverName(), now)) {
            return ReconcileLoop.Result.UNFINISHED;
        }
        health.poll();
        trusted.run();
        return ReconcileLoop.Result.DONE;
    }

    /** Brings the live caBundle to this; null where it is so already. */
    private ReconcileLoop.@Nullable Result trusts(CaBundleStore.Seen seen, CaBundle wanted) {
        if (seen.bundles().stream().allMatch(wanted::equals)) {
            return null;
        }
        if (!trust.write(seen, wanted)) {
            return ReconcileLoop.Result.UNFINISHED;
        }
        log.info("the caBundle was written: {}", wanted);
        return ReconcileLoop.Result.WROTE;
    }

    private CaBundle withServed(CaBundle live) {
        return served == null
                ? live
                : new CaBundle(Stream.concat(live.authorities().stream(), Stream.of(served.authority()))
                        .toList());
    }

    /**
     * A Secret that is gone is made again only when it is gone twice in a row, and the configuration still there: an
     * uninstallation deletes that first, and must not find a Secret that has come back.
     */
    private ReconcileLoop.Result missing() {
        if (missedBefore) {
            log.warn("the Secret is gone; it is made again");
            secret.create();
        }
        missedBefore = true;
        return ReconcileLoop.Result.UNFINISHED;
    }

    private boolean mayServe(ServingCertificate current, CaBundle live, Instant now) {
        if (current.equals(served) || !live.contains(current.authority())) {
            return false;
        }
        boolean works = served != null && live.verifies(served.material(), rotation.serverName(), now);
        return !works || ages.of(current.authority()).compareTo(Rotation.OVERLAP) >= 0;
    }

    private void serve(ServingCertificate current) {
        keys.swap(current.served());
        served = current;
        listener.reloaded();
        log.info("serving {}", current.material());
    }
}
