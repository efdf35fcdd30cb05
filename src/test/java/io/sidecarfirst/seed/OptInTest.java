package io.sidecarfirst.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.install.Installation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Who is gated: namespaces and Pods that ask for it, and nobody else. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptInTest {
    private Place without;
    private Place with;

    @BeforeAll
    void places() {
        Installation.shared();
        without = Place.without("seed-opt-in-without");
        with = Place.with("seed-opt-in-with");
    }

    @AfterAll
    void close() {
        without.close();
        with.close();
    }

    @Test
    void aNamespaceWithoutTheLabelIsUntouched() {
        assertUntouched(without.create("pod").body());
    }

    @Test
    void aNamespaceWithTheLabelIsGated() {
        JsonNode pod = with.create("pod").body();
        assertThat(Place.gate(pod).at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertThat(Place.status(pod)).isEqualTo("{\"nginx\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @Test
    void aCanaryIsGatedInANamespaceWithoutTheLabel() {
        JsonNode pod = without.create("opt-in/canary").body();
        assertThat(Place.gate(pod).at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertUntouched(without.create("opt-in/opted-out-by-label").body());
    }

    @Test
    void aCanaryInANamespaceWithTheLabelIsGatedOnce() {
        JsonNode pod = with.create("opt-in/canary").body();
        assertThat(Place.gate(pod).at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertThat(Place.status(pod)).isEqualTo("{\"nginx\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @Test
    void theLabelCountsFromWhenItIsSetUntilItIsRemoved() {
        try (Place place = Place.without("seed-opt-in-changing")) {
            assertThat(place.gates("pod")).isFalse();
            place.label();
            place.awaitGates(true);
            assertThat(Place.gate(place.create("pod").body()).isObject()).isTrue();
            place.unlabel();
            place.awaitGates(false);
            assertUntouched(place.create("pod", "later").body());
        }
    }

    @Test
    void aPodOptsOutByItsLabel() {
        assertUntouched(with.create("opt-in/opted-out-by-label").body());
    }

    @Test
    void aPodOptsOutByItsAnnotation() {
        assertUntouched(with.create("opt-in/opted-out-by-annotation").body());
    }

    @Test
    void oneSidecarOptsOut() {
        JsonNode pod = with.create("opt-in/one-sidecar-opted-out").body();
        assertThat(Place.gate(pod).isMissingNode()).isTrue();
        assertThat(pod.at("/spec/initContainers/1/startupProbe/tcpSocket/port").asInt())
                .isEqualTo(80);
        assertThat(Place.status(pod))
                .isEqualTo("{\"cache\":{\"skipped\":\"opted-out\"},"
                        + "\"nginx\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @Test
    void kubeSystemIsUntouchedEvenWithTheLabel() {
        assertNeverGated("kube-system");
    }

    @Test
    void itsOwnNamespaceIsUntouchedEvenWithTheLabel() {
        assertNeverGated(Installation.shared().namespace());
    }

    private static void assertNeverGated(String namespace) {
        Cluster cluster = Cluster.shared();
        Place.label(cluster, namespace);
        // API servers see namespaces change in order: one that was labelled later is gated already.
        try (Place witness = Place.with("seed-opt-in-witness-of-" + namespace)) {
            for (String file : new String[] {"pod", "opt-in/canary"}) {
                Cluster.Answer answer = cluster.createPod(namespace, SeedFile.pod(file), true);
                assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
                assertUntouched(answer.body());
            }
            assertThat(witness.gates("pod")).isTrue();
        } finally {
            Place.unlabel(cluster, namespace);
        }
    }

    private static void assertUntouched(JsonNode pod) {
        assertThat(Place.gate(pod).isMissingNode()).as(pod.toPrettyString()).isTrue();
        assertThat(Place.status(pod)).isEmpty();
    }
}
