package io.sidecarfirst.certificates.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.certificates.CaBundle;
import io.sidecarfirst.certificates.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three replicas, looked after in any order, while everything happens that can: renewals, sleep, restarts, a Secret
 * that is deleted or damaged, a network that fails. Two things must hold. Whatever a ready replica serves is trusted by
 * every API server, also by one that learns of a changed caBundle a minute later. And when it is quiet again, all serve
 * the same certificate, and nobody writes any more.
 */
class CertificateChaosTest {
    private static final int STEPS = 250;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void whatIsServedIsTrusted(long seed) {
        Random random = new Random(seed);
        SimulatedCluster cluster = new SimulatedCluster();
        List<SimulatedReplica> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replicas.add(new SimulatedReplica(cluster));
        }
        for (int step = 0; step < STEPS; step++) {
            happen(random, cluster, replicas);
            for (SimulatedReplica replica : replicas) {
                assertBelieved(cluster, replica, "seed " + seed + ", step " + step);
            }
        }
        for (int i = 0; i < 60; i++) {
            cluster.pass(Duration.ofSeconds(10));
            replicas.forEach(replica -> replica.link().cut(false));
            replicas.forEach(SimulatedReplica::settle);
        }
        int writes = cluster.writes();
        for (int i = 0; i < 30; i++) {
            cluster.pass(Duration.ofSeconds(10));
            replicas.forEach(SimulatedReplica::settle);
        }
        assertThat(cluster.writes()).isEqualTo(writes);
        assertThat(replicas).allMatch(SimulatedReplica::isReady);
        assertThat(replicas.stream().map(SimulatedReplica::served).map(KeyMaterial::leaf))
                .containsOnly(replicas.get(0).served().leaf());
        assertThat(cluster.bundle().verifies(replicas.get(0).served(), SimulatedReplica.SERVER, cluster.now()))
                .isTrue();
    }

    private static void assertBelieved(SimulatedCluster cluster, SimulatedReplica replica, String when) {
        // One that was asleep or cut off until its certificate expired could not help it.
        boolean expired =
                cluster.now().isAfter(replica.served().leaf().getNotAfter().toInstant());
        if (replica.isReady() && !expired) {
            assertThat(cluster.believed())
                    .as(when)
                    .filteredOn(bundle -> bundle.authorities().stream()
                            .anyMatch(authority -> cluster.now()
                                    .isBefore(authority.getNotAfter().toInstant())))
                    // Without any trust, as before the first installation, nothing could be served.
                    .allMatch(bundle -> bundle.verifies(replica.served(), SimulatedReplica.SERVER, cluster.now()));
        }
    }

    private static void happen(Random random, SimulatedCluster cluster, List<SimulatedReplica> replicas) {
        int which = random.nextInt(replicas.size());
        SimulatedReplica replica = replicas.get(which);
        switch (random.nextInt(40)) {
            case 0 -> cluster.pass(Duration.ofHours(random.nextInt(80)));
            case 1 -> cluster.pass(Duration.ofDays(random.nextInt(12)));
            case 2 -> replicas.set(which, new SimulatedReplica(cluster));
            case 3 -> cluster.setSecret(Optional.empty());
            case 4 -> damage(random, cluster);
            case 5 -> replica.link().cut(true);
            case 6, 7 -> replicas.forEach(each -> each.link().cut(false));
            case 8, 9 -> replica.link().beforeNextWrite(replicas.get(random.nextInt(replicas.size()))::look);
            case 10 -> {
                // Somebody empties the caBundle; until the replicas have looked again there is no trust to be had.
                cluster.setBundles(CaBundle.EMPTY, CaBundle.EMPTY);
                replicas.forEach(each -> each.link().cut(false));
                for (int round = 0; round < 4; round++) {
                    replicas.forEach(SimulatedReplica::settle);
                }
                cluster.forgetPast();
            }
            default -> {
                cluster.pass(Duration.ofSeconds(random.nextInt(15)));
                replica.look();
            }
        }
    }

    private static void damage(Random random, SimulatedCluster cluster) {
        Map<String, byte[]> data =
                new HashMap<>(cluster.content().map(SecretContent::data).orElseGet(Map::of));
        String[] keys = {"tls.crt", "tls.key", "ca.crt", "next.crt", "next.key"};
        String key = keys[random.nextInt(keys.length)];
        if (random.nextBoolean()) {
            data.remove(key);
        } else {
            data.put(key, "damaged".getBytes(StandardCharsets.US_ASCII));
        }
        cluster.setSecret(Optional.of(data));
    }
}
