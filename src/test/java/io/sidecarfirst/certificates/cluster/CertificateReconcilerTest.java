package io.sidecarfirst.certificates.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.KeyMaterial;
import io.sidecarfirst.certificates.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of the certificates, told one event at a time. {@link CertificateChaosTest} mixes the events. */
class CertificateReconcilerTest {
    private static final Duration TICK = Duration.ofSeconds(10);
    private static final Duration BACKDATED = Duration.ofHours(1);

    /** From the issue to the renewal. */
    private static final Duration TWO_THIRDS = SimulatedReplica.LIFETIME
            .plus(BACKDATED)
            .multipliedBy(2)
            .dividedBy(3)
            .minus(BACKDATED);

    private final SimulatedCluster cluster = new SimulatedCluster();
    private final SimulatedReplica one = new SimulatedReplica(cluster);
    private final SimulatedReplica two = new SimulatedReplica(cluster);

    private void passLooking(Duration time, SimulatedReplica... replicas) {
        for (Instant end = cluster.now().plus(time); cluster.now().isBefore(end); ) {
            cluster.pass(TICK);
            for (SimulatedReplica replica : replicas) {
                replica.settle();
            }
        }
    }

    private static X509Certificate leaf(SimulatedReplica replica) {
        return replica.served().leaf();
    }

    private void assertTrusted(SimulatedReplica replica) {
        assertThat(cluster.bundle().verifies(replica.served(), SimulatedReplica.SERVER, cluster.now()))
                .isTrue();
    }

    @Test
    void theFirstReplicaMakesACertificateAndServesItOnceItsAuthorityWasReadBack() {
        assertThat(one.look()).isEqualTo(ReconcileLoop.Result.WROTE);
        assertThat(one.isReady()).isFalse();
        assertThat(one.look()).isEqualTo(ReconcileLoop.Result.DONE);
        assertThat(one.isReady()).isTrue();
        assertTrusted(one);
    }

    @Test
    void theSecondReplicaServesTheSame() {
        one.settle();
        two.settle();
        assertThat(two.isReady()).isTrue();
        assertThat(leaf(two)).isEqualTo(leaf(one));
    }

    @Test
    void ofTwoThatStartAtOnceOneYields() {
        one.link().beforeNextWrite(two::settle);
        assertThat(one.look()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
        one.settle();
        assertThat(leaf(one)).isEqualTo(leaf(two));
        assertThat(cluster.bundle().authorities()).hasSize(1);
    }

    @Test
    void theKeyOfTheAuthorityIsNowhere() {
        one.settle();
        CaBundle bundle = cluster.bundle();
        ServingCertificate current =
                requireNonNull(cluster.content().orElseThrow().current());
        KeyMaterial stored = current.material();
        assertThat(bundle.authorities()).hasSize(1);
        assertThat(stored.leaf().getPublicKey())
                .isNotEqualTo(bundle.authorities().get(0).getPublicKey());
        assertThat(cluster.content().orElseThrow().data()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
    }

    @Test
    void theLeafIsForServersOnlyAndForOneName() throws Exception {
        one.settle();
        X509Certificate leaf = leaf(one);
        assertThat(leaf.getSubjectAlternativeNames()).containsExactly(List.of(2, SimulatedReplica.SERVER));
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(one.served().chain()).hasSize(1);
    }

    @Test
    void nothingIsWrittenWhereAllIsWell() {
        one.settle();
        two.settle();
        int writes = cluster.writes();
        passLooking(Duration.ofMinutes(10), one, two);
        assertThat(cluster.writes()).isEqualTo(writes);
    }

    @Test
    void aRenewalLetsAuthoritiesOverlap() {
        one.settle();
        two.settle();
        X509Certificate first = leaf(one);
        cluster.pass(TWO_THIRDS.minus(TICK));
        one.settle();
        assertThat(cluster.bundle().authorities()).hasSize(1);

        cluster.pass(TICK.multipliedBy(2));
        one.settle();
        assertThat(cluster.bundle().authorities()).hasSize(2);
        passLooking(Rotation.OVERLAP.minus(TICK), one, two);
        assertThat(leaf(one)).isEqualTo(first);
        assertThat(leaf(two)).isEqualTo(first);

        passLooking(TICK.multipliedBy(2), one, two);
        assertThat(leaf(one)).isNotEqualTo(first).isEqualTo(leaf(two));
        assertThat(cluster.bundle().authorities()).hasSize(2);
        assertTrusted(one);
    }

    /** The shortest that may be asked for. */
    @Test
    void certificatesOfAnHourAreRenewedAgainAndAgain() {
        List<SimulatedReplica> replicas = List.of(
                new SimulatedReplica(cluster, Duration.ofHours(1)), new SimulatedReplica(cluster, Duration.ofHours(1)));
        // An API server that has not heard of the first one yet believes none.
        passLooking(Duration.ofMinutes(2), replicas.get(0), replicas.get(1));
        Set<X509Certificate> served = new HashSet<>();
        for (Instant end = cluster.now().plus(Duration.ofHours(3));
                cluster.now().isBefore(end); ) {
            // Not a part of the minute in which API servers learn: the end of one must not be the end of the other.
            cluster.pass(Duration.ofSeconds(11));
            for (SimulatedReplica replica : replicas) {
                replica.settle();
                served.add(leaf(replica));
                assertThat(cluster.believed())
                        .allMatch(bundle -> bundle.verifies(replica.served(), SimulatedReplica.SERVER, cluster.now()));
            }
        }
        assertThat(served).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void theOldAuthorityGoesWhenItHasExpired() {
        one.settle();
        cluster.pass(TWO_THIRDS.plus(TICK));
        passLooking(Duration.ofMinutes(2), one);
        assertThat(cluster.bundle().authorities()).hasSize(2);
        cluster.pass(SimulatedReplica.LIFETIME.minus(TWO_THIRDS));
        one.settle();
        assertThat(cluster.bundle().authorities()).hasSize(1);
        assertTrusted(one);
    }

    @Test
    void aReplicaThatSleptThroughARenewalIsTrustedUntilItHasChanged() {
        one.settle();
        two.settle();
        X509Certificate first = leaf(two);
        cluster.pass(TWO_THIRDS.plus(TICK));
        passLooking(Duration.ofMinutes(5), one);
        assertThat(leaf(one)).isNotEqualTo(first);
        assertTrusted(two);

        two.settle();
        assertThat(leaf(two)).isEqualTo(first);
        passLooking(Rotation.OVERLAP.plus(TICK), one, two);
        assertThat(leaf(two)).isEqualTo(leaf(one));
    }

    @Test
    void aReplicaThatStartsDuringARenewalServesTheOldOne() {
        one.settle();
        cluster.pass(TWO_THIRDS.plus(TICK));
        one.settle();
        two.settle();
        assertThat(two.isReady()).isTrue();
        assertThat(leaf(two)).isEqualTo(leaf(one));
    }

    @Test
    void allAsleepUntilItExpired() {
        one.settle();
        two.settle();
        cluster.pass(SimulatedReplica.LIFETIME.multipliedBy(3));
        passLooking(TICK, one, two);
        assertThat(leaf(two)).isEqualTo(leaf(one));
        assertTrusted(one);
        assertThat(cluster.bundle().authorities()).hasSize(1);
    }

    @Test
    void aDeletedSecretIsARenewal() {
        one.settle();
        two.settle();
        X509Certificate first = leaf(one);
        cluster.setSecret(Optional.empty());
        passLooking(TICK.multipliedBy(3), one, two);
        assertThat(leaf(one)).isEqualTo(first);
        assertTrusted(two);
        passLooking(Rotation.OVERLAP.plus(TICK), one, two);
        assertThat(leaf(one)).isNotEqualTo(first).isEqualTo(leaf(two));
        assertTrusted(one);
    }

    @Test
    void withTheSecretDeletedAndTheReplicaNewNothingNewIsServedAtOnce() {
        one.settle();
        cluster.setSecret(Optional.of(Map.of()));
        passLooking(Rotation.OVERLAP.minus(TICK), two);
        assertThat(two.isReady()).isFalse();
        assertTrusted(one);
        passLooking(TICK.multipliedBy(3), two);
        assertThat(two.isReady()).isTrue();
        assertTrusted(one);
        assertTrusted(two);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.crt", "tls.key"})
    void aDamagedSecretIsARenewal(String key) {
        one.settle();
        Map<String, byte[]> data = new HashMap<>(cluster.content().orElseThrow().data());
        data.put(key, "nonsense".getBytes(StandardCharsets.UTF_8));
        cluster.setSecret(Optional.of(data));
        passLooking(Duration.ofMinutes(2), one, two);
        assertThat(two.isReady()).isTrue();
        assertTrusted(one);
        assertThat(leaf(two)).isEqualTo(leaf(one));
    }

    @Test
    void damagedAuthoritiesInTheSecretAreMended() {
        one.settle();
        Map<String, byte[]> data = new HashMap<>(cluster.content().orElseThrow().data());
        byte[] good = data.put("ca.crt", "-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.UTF_8));
        cluster.setSecret(Optional.of(data));
        one.settle();
        assertThat(cluster.content().orElseThrow().data()).containsEntry("ca.crt", good);
    }

    @Test
    void anEmptiedCaBundleIsFilledAgain() {
        one.settle();
        X509Certificate first = leaf(one);
        cluster.setBundles(CaBundle.EMPTY, CaBundle.EMPTY);
        one.settle();
        assertTrusted(one);
        assertThat(leaf(one)).isEqualTo(first);
        assertThat(one.isReady()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSecretThatCannotBeWrittenDoesNotKeepTheCaBundleFromBeingMended(boolean isEmptied) {
        one.settle();
        cluster.pass(TWO_THIRDS.plus(TICK));
        one.link().makeSecretImmutable();
        if (isEmptied) {
            cluster.setSecret(Optional.of(Map.of()));
        }
        cluster.setBundles(CaBundle.EMPTY, CaBundle.EMPTY);
        assertThat(one.look()).isEqualTo(ReconcileLoop.Result.FAILED);
        assertTrusted(one);
        int writes = cluster.writes();
        assertThat(one.look()).isEqualTo(ReconcileLoop.Result.FAILED);
        assertThat(cluster.writes()).isEqualTo(writes);
    }

    @Test
    void oneWebhookWithoutABundleIsNotAllOfThem() {
        one.settle();
        CaBundle good = cluster.bundle();
        cluster.setBundles(good, CaBundle.EMPTY);
        assertThat(cluster.bundle()).isEqualTo(CaBundle.EMPTY);
        one.settle();
        assertThat(cluster.bundle()).isEqualTo(good);
    }

    /** An upgrade of the chart adds some; the others are in use meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void webhooksThatAreAddedGetTheBundleOfTheOthers(boolean isInRenewal) {
        one.settle();
        if (isInRenewal) {
            cluster.pass(TWO_THIRDS.plus(TICK));
            one.settle();
        }
        CaBundle good = cluster.bundle();
        X509Certificate first = leaf(one);
        cluster.setBundles(good, CaBundle.EMPTY, CaBundle.EMPTY, good, CaBundle.EMPTY, CaBundle.EMPTY);
        int writes = cluster.writes();
        one.settle();
        assertThat(cluster.bundles()).hasSize(6).containsOnly(good);
        assertThat(cluster.writes()).isEqualTo(writes + 1);
        assertThat(leaf(one)).isEqualTo(first);
    }

    @Test
    void anAuthorityOfSomebodyElseDoesNotStayInTheBundle() {
        CaBundle foreign = TestAuthority.create("foreign").asCaBundle();
        cluster.setBundles(foreign, foreign);
        one.settle();
        assertThat(one.isReady()).isTrue();
        assertThat(cluster.bundle().authorities()).hasSize(1).doesNotContainAnyElementsOf(foreign.authorities());
    }

    @Test
    void anAuthorityThatNobodyHereCanHaveMadeIsNotKept() {
        ServingCertificate planted =
                ServingCertificate.make(SimulatedReplica.SERVER, Rotation.LONGEST_LIFETIME.plusDays(1), cluster.now());
        one.settle();
        CaBundle good = cluster.bundle();
        CaBundle both = new CaBundle(List.of(good.authorities().get(0), planted.authority()));
        cluster.setBundles(both, both);
        one.settle();
        assertThat(cluster.bundle()).isEqualTo(good);
    }

    @Test
    void aSecretWithoutACertificateHasBothKeysAllTheSame() {
        assertThat(SecretContent.EMPTY.data()).containsOnlyKeys("tls.crt", "tls.key", "ca.crt");
    }

    @Test
    void aSlowReplicaTakesNothingOutOfTheBundle() {
        one.settle();
        two.settle();
        cluster.pass(TWO_THIRDS.plus(TICK));
        // Two has read the old Secret and is about to renew when one does.
        two.link().beforeNextWrite(one::settle);
        assertThat(two.look()).isEqualTo(ReconcileLoop.Result.UNFINISHED);
        assertThat(cluster.bundle().authorities()).hasSize(2);
        two.settle();
        assertThat(cluster.bundle().authorities()).hasSize(2);
    }

    @Test
    void withoutAConfigurationNothingIsWritten() {
        one.settle();
        cluster.removeConfiguration();
        cluster.setSecret(Optional.empty());
        int writes = cluster.writes();
        passLooking(Duration.ofMinutes(1), one, two);
        assertThat(cluster.writes()).isEqualTo(writes);
        assertThat(one.look()).isEqualTo(ReconcileLoop.Result.FAILED);
    }

    @Test
    void anUnreachableApiServerChangesNothing() {
        one.settle();
        X509Certificate first = leaf(one);
        one.link().cut(true);
        cluster.pass(TWO_THIRDS.plus(TICK));
        assertThat(one.look()).isEqualTo(ReconcileLoop.Result.FAILED);
        assertThat(one.isReady()).isTrue();
        assertThat(leaf(one)).isEqualTo(first);
        assertTrusted(one);
    }

    @Test
    void aCertificateForAnotherNameIsMadeAnew() {
        KeyMaterial other = ServingCertificate.make("renamed.test.svc", Duration.ofDays(7), cluster.now())
                .material();
        Map<String, byte[]> data = Map.of(
                "tls.crt", other.chainPem().getBytes(StandardCharsets.US_ASCII),
                "tls.key", other.keyPem().getBytes(StandardCharsets.US_ASCII));
        cluster.setSecret(Optional.of(data));
        one.settle();
        assertThat(one.isReady()).isTrue();
        assertTrusted(one);
    }

    @Test
    void aSecretDeletedAgainAndAgainDoesNotLetTheBundleGrowForEver() {
        for (int i = 0; i < 30; i++) {
            one.settle();
            cluster.setSecret(Optional.empty());
            passLooking(Duration.ofMinutes(2), one);
        }
        assertThat(cluster.bundle().authorities()).hasSizeLessThanOrEqualTo(10);
        assertTrusted(one);
    }
}
