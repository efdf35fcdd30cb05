package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.KeyMaterial;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether API servers trust a certificate that somebody else issues, and whose caBundle somebody else writes. */
final class TrustReconciler implements Supplier<ReconcileLoop.Result> {
    private static final Logger log = LoggerFactory.getLogger(TrustReconciler.class);

    private final CaBundleStore trust;
    private final Supplier<KeyMaterial> served;
    private final String serverName;
    private final InstantSource clock;
    private final Runnable trusted;
    private boolean told;

    /**
     * @param clock what API servers verify by: theirs
     * @param trusted run whenever the live caBundle was read and verifies what is served
     */
    TrustReconciler(
            CaBundleStore trust,
            Supplier<KeyMaterial> served,
            String serverName,
            InstantSource clock,
            Runnable trusted) {
        this.trust = trust;
        this.served = served;
        this.serverName = serverName;
        this.clock = clock;
        this.trusted = trusted;
    }

    @Override
    public ReconcileLoop.Result get() {
        CaBundle live = trust.read().orElseThrow(trust::missing).common();
        KeyMaterial material = served.get();
        if (live.verifies(material, serverName, clock.instant())) {
            told = false;
            trusted.run();
            return ReconcileLoop.Result.DONE;
        }
        if (!told) {
            told = true;
            log.warn(
                    "API servers do not trust what is served: {}; the live caBundle {} does not verify it for {}",
                    material,
                    live,
                    serverName);
        }
        return ReconcileLoop.Result.UNFINISHED;
    }
}
