package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Plan;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.ReleaseAfter;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;
import io.sidecarfirst.gate.Timing;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Warning;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import io.sidecarfirst.release.Fingerprint;
import io.sidecarfirst.release.Release;
import io.sidecarfirst.release.Releases;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleasedGateTest {
    private static final String HERE = "namespace: here";
    private static final String PORT = "image: proxy:1, ports: [{containerPort: 8080}]";
    private static final String PROBE = "image: proxy:1, readinessProbe: {tcpSocket: {port: 8080}}";

    private static Releases released(String metadata, String sidecar, SourceKind source) {
        Pod pod = Yaml.podWithSidecar(metadata, sidecar, "");
        return Releases.NONE.with(new Release(
                "here",
                Fingerprint.of(pod, pod.sidecars().get(0)),
                "proxy",
                source,
                "tcpSocket on port 8080",
                "proxy:1",
                "Deployment web",
                "web-1",
                Instant.parse("2026-01-01T12:00:00Z"),
                120));
    }

    private static Plan plan(ReleasedGates released, ReleaseAfter after, String metadata, String sidecar) {
        Settings settings = new Settings(86_400, Timing.DERIVED, false, after, GateMode.PROBE, null);
        return new Gate(settings, Sources.IN_ORDER, Vetoes.inOrder(Programs.KNOWN, released, after))
                .plan(Yaml.podWithSidecar(metadata, sidecar, ""));
    }

    private static String decided(ReleasedGates released, ReleaseAfter after, String metadata, String sidecar) {
        Map<String, Object> entry =
                plan(released, after, metadata, sidecar).verdicts().get(0).entry();
        return String.valueOf(entry.getOrDefault("gated", entry.get("skipped")));
    }

    private static String annotated(String annotations) {
        return HERE + ", annotations: {" + annotations + "}";
    }

    @Test
    void aGateThatDidNotOpenIsNotMadeAgain() {
        Plan plan = plan(released(HERE, PORT, SourceKind.PORT), ReleaseAfter.DEFAULTS, HERE, PORT);

        assertThat(plan.verdicts().get(0))
                .isInstanceOfSatisfying(
                        Verdict.Skipped.class,
                        skipped -> assertThat(skipped.reason()).isEqualTo(Reason.RELEASED));
        assertThat(Warning.texts(plan.warnings()))
                .singleElement()
                .asString()
                .matches("sidecar proxy is not gated \\(released\\): its gate \\(tcpSocket on port 8080\\) did not open"
                        + " within 120 seconds on 2026-01-01; edit the sidecar, or run: sidecar-first release --forget"
                        + " here\\.[0-9a-f]{16}");
        assertThat(Status.of(plan, Yaml.podWithSidecar(HERE, PORT, "")).entries())
                .isEqualTo(Map.of("proxy", "{\"skipped\":\"released\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image: proxy:2, ports: [{containerPort: 8080}]",
                "image: proxy:1, ports: [{containerPort: 8081}]",
                "image: proxy:1, args: [--fixed], ports: [{containerPort: 8080}]",
                "image: proxy:1, env: [{name: A, value: b}], ports: [{containerPort: 8080}]"
            })
    void anEditedSidecarIsGuessedAgain(String edited) {
        assertThat(decided(released(HERE, PORT, SourceKind.PORT), ReleaseAfter.DEFAULTS, HERE, edited))
                .isEqualTo("port");
    }

    @Test
    void whatHappenedElsewhereDoesNotCount() {
        Releases released = released(HERE, PORT, SourceKind.PORT);

        assertThat(decided(released, ReleaseAfter.DEFAULTS, "namespace: there", PORT))
                .isEqualTo("port");
        assertThat(decided(released, ReleaseAfter.DEFAULTS, "", PORT)).isEqualTo("port");
    }

    @Test
    void aPodWithoutANamespaceIsInThatOfItsReview() {
        Gate gate = new Gate(
                Settings.DEFAULTS,
                Sources.IN_ORDER,
                Vetoes.inOrder(Programs.KNOWN, released(HERE, PORT, SourceKind.PORT), ReleaseAfter.DEFAULTS));
        Pod pod = Yaml.podWithSidecar(PORT);

        assertThat(gate.plan(Pod.of(pod.root(), "here")).gates()).isEmpty();
        assertThat(gate.plan(Pod.of(pod.root(), "there")).gates()).hasSize(1);
    }

    @Test
    void anotherSourceIsTried() {
        assertThat(decided(released(HERE, PROBE, SourceKind.PORT), ReleaseAfter.DEFAULTS, HERE, PROBE))
                .isEqualTo("readinessProbe");
    }

    /** Never, by default; then somebody has set it back. */
    @ParameterizedTest
    @CsvSource({"0,readinessProbe", "60,released"})
    void whatIsStatedIsReleasedWhereTheSettingSaysSo(int seconds, String expected) {
        assertThat(decided(
                        released(HERE, PROBE, SourceKind.READINESS_PROBE), new ReleaseAfter(120, seconds), HERE, PROBE))
                .isEqualTo(expected);
    }

    @Test
    void nothingIsReleasedWhereTheSettingSaysNever() {
        assertThat(decided(released(HERE, PORT, SourceKind.PORT), new ReleaseAfter(0, 0), HERE, PORT))
                .isEqualTo("port");
    }

    @ParameterizedTest
    @CsvSource({
        "sidecar-first.io/release-after-seconds,0,port",
        "proxy.sidecar-first.io/release-after-seconds,0,port",
        "proxy.sidecar-first.io/release-after-seconds,60,released",
        "proxy.sidecar-first.io/release-after-seconds,soon,released",
        "other.sidecar-first.io/release-after-seconds,0,released"
    })
    void anAnnotationWinsOverTheSetting(String key, String value, String expected) {
        String metadata = annotated(key + ": '" + value + "'");

        assertThat(decided(released(metadata, PORT, SourceKind.PORT), ReleaseAfter.DEFAULTS, metadata, PORT))
                .isEqualTo(expected);
    }

    /** A person's word holds, whatever the settings say. */
    @ParameterizedTest
    @ValueSource(strings = {"sidecar-first.io/source: port", "proxy.sidecar-first.io/port: '8080'"})
    void aGateThatAnAnnotationAsksForIsReleasedOnlyWhereOneSaysSo(String asking) {
        ReleaseAfter both = new ReleaseAfter(120, 120);
        String metadata = annotated(asking);
        String more = annotated(asking + ", sidecar-first.io/release-after-seconds: '60'");

        assertThat(decided(released(metadata, PORT, SourceKind.PORT), both, metadata, PORT))
                .isEqualTo("port");
        assertThat(decided(released(more, PORT, SourceKind.PORT), both, more, PORT))
                .isEqualTo("released");
    }

    @Test
    void anAutomaticSourceAsksForNothing() {
        String metadata = annotated("sidecar-first.io/source: auto");

        assertThat(decided(released(metadata, PORT, SourceKind.PORT), ReleaseAfter.DEFAULTS, metadata, PORT))
                .isEqualTo("released");
    }

    @Test
    void isTheReasonEvenWhereMoreIsKnownByNow() {
        String loopback = "image: proxy:1, args: ['--listen=127.0.0.1:8080'], ports: [{containerPort: 8080}]";

        assertThat(decided(released(HERE, loopback, SourceKind.PORT), ReleaseAfter.DEFAULTS, HERE, loopback))
                .isEqualTo("released");
        assertThat(decided(Releases.NONE, ReleaseAfter.DEFAULTS, HERE, loopback))
                .isEqualTo("loopback-only");
    }

    /** Other ports of the same sidecar would be guessed one after the other, each for two minutes. */
    @Test
    void noOtherPortIsGuessed() {
        String two = "image: proxy:1, ports: [{containerPort: 8080}, {containerPort: 9090}]";

        assertThat(decided(released(HERE, two, SourceKind.PORT), ReleaseAfter.DEFAULTS, HERE, two))
                .isEqualTo("released");
    }

    @Test
    void isNotAskedForWhereNoGateWouldBeMade() {
        ReleasedGates failing = (namespace, sidecar, asked) -> {
            throw new AssertionError("asked for " + sidecar.name());
        };

        assertThat(decided(failing, ReleaseAfter.DEFAULTS, HERE, "image: shipper:1"))
                .isEqualTo("nothing-to-probe");
        assertThat(decided(failing, new ReleaseAfter(0, 0), HERE, PORT)).isEqualTo("port");
        assertThat(decided((namespace, sidecar, asked) -> Optional.empty(), ReleaseAfter.DEFAULTS, HERE, PORT))
                .isEqualTo("port");
    }
}
