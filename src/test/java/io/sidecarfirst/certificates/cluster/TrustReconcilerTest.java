package io.sidecarfirst.certificates.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.ReloadableKeyManager;
import io.sidecarfirst.certificates.TestAuthority;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Readiness where cert-manager, or a person, brings the certificate and the caBundle. */
class TrustReconcilerTest {
    private final TestAuthority authority = TestAuthority.create("corporate");
    private final SimulatedCluster cluster = new SimulatedCluster();
    private final ReloadableKeyManager keys =
            new ReloadableKeyManager(authority.server("sidecar-first.test.svc").material());
    private final AtomicInteger trusted = new AtomicInteger();
    private Instant now = Instant.now();

    private TrustReconciler awaiting(String serverName) {
        return new TrustReconciler(
                cluster.new Link().trust(), keys::current, serverName, () -> now, trusted::incrementAndGet);
    }

    @Test
    void isThereWhenTheBundleIsThere() {
        TrustReconciler trust = awaiting("sidecar-first.test.svc");
        assertThat(trust.get()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
        assertThat(trusted).hasValue(0);
        cluster.setBundles(authority.asCaBundle());
        assertThat(trust.get()).isEqualTo(ReconcileLoop.Result.DONE);
        assertThat(trusted).hasValue(1);
    }

    @Test
    void isNotThereForAnotherNameAuthorityOrTime() {
        cluster.setBundles(authority.asCaBundle());
        assertThat(awaiting("other.test.svc").get()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
        now = now.plus(Duration.ofDays(400));
        assertThat(awaiting("sidecar-first.test.svc").get()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
        now = Instant.now();
        cluster.setBundles(TestAuthority.create("corporate").asCaBundle());
        assertThat(awaiting("sidecar-first.test.svc").get()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
    }

    @Test
    void needsEveryWebhookToHaveIt() {
        cluster.setBundles(authority.asCaBundle(), CaBundle.EMPTY);
        assertThat(awaiting("sidecar-first.test.svc").get()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
    }

    @Test
    void takesAWildcard() {
        cluster.setBundles(authority.asCaBundle());
        keys.swap(authority.server("*.test.svc").material());
        assertThat(awaiting("sidecar-first.test.svc").get()).isEqualTo(ReconcileLoop.Result.DONE);
        assertThat(awaiting("a.b.svc").get()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
    }

    @Test
    void isNeverWritten() {
        cluster.setBundles(CaBundle.EMPTY);
        awaiting("sidecar-first.test.svc").get();
        assertThat(cluster.writes()).isZero();
    }
}
