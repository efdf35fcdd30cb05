package io.sidecarfirst.article;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.cluster.RequiresK3s;
import io.sidecarfirst.install.HelmInstallation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who is gated: namespaces and Pods that ask for it, and nobody else. */
@RequiresK3s
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OptingInTest {
    private ArticleNamespace without;
    private ArticleNamespace with;

    @BeforeAll
    void places() {
        HelmInstallation.shared();
        without = ArticleNamespace.without("article-opt-in-without");
        with = ArticleNamespace.with("article-opt-in-with");
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
        assertThat(ArticleNamespace.gate(pod).at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertThat(ArticleNamespace.status(pod))
                .isEqualTo("{\"nginx\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @Test
    void aCanaryIsGatedInANamespaceWithoutTheLabel() {
        JsonNode pod = without.create("opt-in/canary").body();
        assertThat(ArticleNamespace.gate(pod).at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertUntouched(without.create("opt-in/opted-out-by-label").body());
    }

    @Test
    void aCanaryInANamespaceWithTheLabelIsGatedOnce() {
        JsonNode pod = with.create("opt-in/canary").body();
        assertThat(ArticleNamespace.gate(pod).at("/tcpSocket/port").asInt()).isEqualTo(80);
        assertThat(ArticleNamespace.status(pod))
                .isEqualTo("{\"nginx\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @Test
    void theLabelCountsFromWhenItIsSetUntilItIsRemoved() {
        try (ArticleNamespace namespace = ArticleNamespace.without("article-opt-in-changing")) {
            assertThat(namespace.gates("pod")).isFalse();
            namespace.label();
            namespace.awaitGates(true);
            assertThat(ArticleNamespace.gate(namespace.create("pod").body()).isObject())
                    .isTrue();
            namespace.unlabel();
            namespace.awaitGates(false);
            assertUntouched(namespace.create("pod", "later").body());
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
        assertThat(ArticleNamespace.gate(pod).isMissingNode()).isTrue();
        assertThat(pod.at("/spec/initContainers/1/startupProbe/tcpSocket/port").asInt())
                .isEqualTo(80);
        assertThat(ArticleNamespace.status(pod))
                .isEqualTo("{\"cache\":{\"skipped\":\"opted-out\"},"
                        + "\"nginx\":{\"gated\":\"port\",\"period\":1,\"threshold\":86400}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kube-system", "kube-node-lease"})
    void namespacesOfTheSystemAreUntouchedEvenWithTheLabel(String namespace) {
        assertNeverGated(namespace);
    }

    @Test
    void itsOwnNamespaceIsUntouchedEvenWithTheLabel() {
        assertNeverGated(HelmInstallation.shared().namespace());
    }

    private static void assertNeverGated(String namespace) {
        Cluster cluster = Cluster.shared();
        ArticleNamespace.label(cluster, namespace);
        // API servers see namespaces change in order: one that was labelled later is gated already.
        try (ArticleNamespace witness = ArticleNamespace.with("article-opt-in-witness-of-" + namespace)) {
            for (String file : new String[] {"pod", "opt-in/canary"}) {
                Cluster.Answer answer = cluster.createPod(namespace, ArticleFile.pod(file), true);
                assertThat(answer.code()).as(answer.body().toPrettyString()).isEqualTo(201);
                assertUntouched(answer.body());
            }
            assertThat(witness.gates("pod")).isTrue();
        } finally {
            ArticleNamespace.unlabel(cluster, namespace);
        }
    }

    private static void assertUntouched(JsonNode pod) {
        assertThat(ArticleNamespace.gate(pod).isMissingNode())
                .as(pod.toPrettyString())
                .isTrue();
        assertThat(ArticleNamespace.status(pod)).isEmpty();
    }
}
