package io.sidecarfirst.certificates.cluster;

import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.certificates.CertificateListener;
import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.SelfMadeCertificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One replica in a {@link SimulatedCluster}, which looks when it is told to. */
final class SimulatedReplica {
    static final String SERVER = "sidecar-first.test.svc";
    static final Duration LIFETIME = Duration.ofDays(7);
    private static final KeyMaterial PLACEHOLDER = SelfMadeCertificate.make(List.of());

    private final SimulatedCluster.Link link;
    private final ReloadableKeyManager keys = new ReloadableKeyManager(PLACEHOLDER);
    private final AtomicBoolean ready = new AtomicBoolean();
    private final CertificateReconciler certificates;

    SimulatedReplica(SimulatedCluster cluster) {
        this(cluster, LIFETIME);
    }

    SimulatedReplica(SimulatedCluster cluster, Duration lifetime) {
        link = cluster.new Link();
        certificates = new CertificateReconciler(
                link.secret(),
                link.trust(),
                new Rotation(SERVER, lifetime),
                keys,
                cluster::now,
                () -> Duration.between(java.time.Instant.EPOCH, cluster.now()).toNanos(),
                () -> ready.set(true),
                CertificateListener.NONE);
    }

    SimulatedCluster.Link link() {
        return link;
    }

    /** Looks once; as the loop does, it survives an API server that is out of reach. */
    ReconcileLoop.Result look() {
        try {
            return certificates.get();
        } catch (ApiServerException e) {
            return ReconcileLoop.Result.FAILED;
        }
    }

    /** Looks until there is nothing more to do at once. */
    SimulatedReplica settle() {
        for (int i = 0; i < 10 && look() == ReconcileLoop.Result.WROTE; i++) {
            // again
        }
        return this;
    }

    boolean isReady() {
        return ready.get();
    }

    KeyMaterial served() {
        return keys.current();
    }
}
