package io.sidecarfirst.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.ReleasedGates.Found;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Yaml;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class ReleasesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static Fingerprint number(int n) {
        return new Fingerprint("%016x".formatted(n));
    }

    private static Release release(String namespace, int n) {
        return release(namespace, number(n), NOW.plusSeconds(n), "tcpSocket on port 8080");
    }

    private static Release release(String namespace, Fingerprint fingerprint, Instant at, String text) {
        return new Release(
                namespace, fingerprint, "proxy", SourceKind.PORT, text, "proxy:1", "Deployment web", text, at, 120);
    }

    @Test
    void isFoundByNamespaceAndFingerprint() {
        Releases releases = Releases.NONE.with(release("a", 1));

        assertThat(releases.find("a", number(1))).contains(release("a", 1));
        assertThat(releases.find("a", number(2))).isEmpty();
        assertThat(releases.find("b", number(1))).isEmpty();
        assertThat(releases.find("", number(1))).isEmpty();
    }

    @Test
    void answersTheGateForASidecarAsItIsWritten() {
        Pod pod = Yaml.podWithSidecar("image: proxy:1");
        Pod edited = Yaml.podWithSidecar("image: proxy:2");
        Fingerprint fingerprint = Fingerprint.of(pod, pod.sidecars().get(0));
        Releases releases = Releases.NONE.with(release("a", fingerprint, NOW, "tcpSocket on port 8080"));

        assertThat(find(releases, "a", pod))
                .contains(new Found(
                        SourceKind.PORT,
                        "its gate (tcpSocket on port 8080) did not open within 120 seconds on 2026-01-01; edit the"
                                + " sidecar, or run: sidecar-first release --forget a." + fingerprint));
        assertThat(find(releases, "b", pod)).isEmpty();
        assertThat(find(releases, "a", edited)).isEmpty();
    }

    private static Optional<Found> find(Releases releases, String namespace, Pod pod) {
        return releases.find(namespace, pod.sidecars().get(0), SidecarOverrides.NONE);
    }

    @Test
    void aNewOneReplacesTheOldOneOfTheSameSidecar() {
        Release again = release("a", number(1), NOW.plusSeconds(60), "httpGet on port 80");

        assertThat(Releases.NONE.with(release("a", 1)).with(again).all()).containsExactly(again);
    }

    @Test
    void isForgotten() {
        Releases releases =
                Releases.NONE.with(release("a", 1)).with(release("a", 2)).with(release("b", 1));

        assertThat(releases.without(List.of("a.0000000000000001", "c.0000000000000001"))
                        .all())
                .containsExactly(release("a", 2), release("b", 1));
    }

    @Test
    void theOldestGoWhereThereAreTooMany() {
        Releases releases = Releases.NONE;
        for (int i = 0; i <= Releases.MAX; i++) {
            releases = releases.with(release("a", i));
        }

        assertThat(releases.all()).hasSize(Releases.MAX).doesNotContain(release("a", 0));
        assertThat(releases.all().get(0)).isEqualTo(release("a", Releases.MAX));
    }

    /** As many as there may be, each as long as it may be, in characters of three bytes. */
    @Test
    void aConfigMapHasRoomForThem() {
        Releases releases = Releases.NONE;
        for (int i = 0; i < Releases.MAX; i++) {
            releases = releases.with(release("a", number(i), NOW, "\u4e16".repeat(5_000)));
        }

        ObjectNode data = releases.data();
        assertThat(data.size()).isGreaterThan(100);
        assertThat(data.toString().getBytes(StandardCharsets.UTF_8).length).isLessThan(1024 * 1024);
    }

    @Test
    void isKeptAsLinesForPeople() {
        ObjectNode data =
                Releases.NONE.with(release("b", 2)).with(release("a", 1)).data();

        assertThat(data.propertyNames()).containsExactly("a.0000000000000001", "b.0000000000000002");
        assertThat(data.path("a.0000000000000001").asString())
                .isEqualTo("{\"sidecar\":\"proxy\",\"source\":\"port\",\"check\":\"tcpSocket on port 8080\","
                        + "\"image\":\"proxy:1\",\"workload\":\"Deployment web\","
                        + "\"pod\":\"tcpSocket on port 8080\",\"at\":\"2026-01-01T12:00:01Z\",\"afterSeconds\":120}");
    }

    @Test
    void isReadAsItIsWritten() {
        Releases releases =
                Releases.NONE.with(release("a", 1)).with(release("b", number(7), NOW, "half \ud83d\ude00\n\"of\" it"));

        assertThat(Releases.read(releases.data())).isEqualTo(releases).isNotEqualTo(Releases.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no dot",
                ".0000000000000001",
                "a.",
                "a.1",
                "A.0000000000000001",
                "a.b.0000000000000001",
                "a.000000000000000g"
            })
    void aKeyThatIsNoneIsLeftOut(String key) {
        ObjectNode data = Releases.NONE.with(release("a", 1)).data();
        String line = data.path("a.0000000000000001").asString();

        assertThat(Releases.read(data.put(key, line)).all()).containsExactly(release("a", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "null",
                "{\"source\":\"port\"}",
                "{\"source\":\"port\",\"at\":\"yesterday\"}",
                "{\"source\":\"another\",\"at\":\"2026-01-01T12:00:00Z\"}",
                "{\"source\":{},\"at\":[]}"
            })
    void aLineThatCannotBeReadIsLeftOut(String line) {
        ObjectNode data = Releases.NONE.with(release("a", 1)).data();

        assertThat(Releases.read(data.put("a.0000000000000002", line)).all()).containsExactly(release("a", 1));
    }

    @Test
    void whatIsNoDataHoldsNothing() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;

        for (JsonNode node : List.of(nodes.missingNode(), nodes.nullNode(), nodes.numberNode(1), nodes.arrayNode())) {
            assertThat(Releases.read(node)).isEqualTo(Releases.NONE);
        }
        assertThat(Releases.read(nodes.objectNode().put("a.0000000000000001", 1)))
                .isEqualTo(Releases.NONE);
    }

    @Test
    void whatIsRememberedOfANamespaceThatIsNoneIsRefused() {
        assertThatThrownBy(() -> release("a/b", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
