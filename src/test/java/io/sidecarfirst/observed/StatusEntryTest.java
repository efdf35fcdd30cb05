package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the status annotation says of a sidecar, and when it is believed. */
class StatusEntryTest {
    private static final String GATED = "{\"proxy\":{\"gated\":\"port\",\"period\":1,\"threshold\":60}}";

    private static Pod pod(String status, String sidecar) {
        return Yaml.podWithSidecar(
                status.isEmpty() ? "" : "annotations: {sidecar-first.io/status: '" + status + "'}", sidecar, "");
    }

    private static StatusEntry entry(String status) {
        return StatusEntry.of(pod(status, ""), "proxy");
    }

    @Test
    void gated() {
        assertThat(entry(GATED)).isEqualTo(new StatusEntry.Gated(SourceKind.PORT, 1, 60));
        assertThat(new StatusEntry.Gated(SourceKind.PORT, 1, 60).timing()).isEqualTo("period 1s, threshold 60");
    }

    @Test
    void skipped() {
        StatusEntry known = entry("{\"proxy\":{\"skipped\":\"loopback-only\"}}");
        assertThat(known).isEqualTo(new StatusEntry.Skipped("loopback-only"));
        assertThat(((StatusEntry.Skipped) known).explanation().orElseThrow()).contains("loopback");
        assertThat(new StatusEntry.Skipped("of-a-later-version").explanation()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "[]", "null", "{"})
    void noAnnotationThatCanBeRead(String status) {
        assertThat(entry(status)).isEqualTo(new StatusEntry.NoAnnotation());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"other\":{\"gated\":\"port\"}}", "{\"proxy\":{\"gated\":\"magic\"}}", "{\"proxy\":7}"})
    void noEntryThatSaysAnything(String status) {
        assertThat(entry(status)).isEqualTo(new StatusEntry.NoEntry());
    }

    /** A copied Pod carries a status of another one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "periodSeconds: 1, failureThreshold: 60 | true",
                "periodSeconds: 2, failureThreshold: 60 | false",
                "periodSeconds: 1, failureThreshold: 61 | false",
                "'' | false"
            })
    void aGateIsOursOnlyWithTheTimingThatTheEntrySays(String timing, boolean isOurs) {
        Pod pod = pod(GATED, timing.isEmpty() ? "" : "startupProbe: {tcpSocket: {port: 80}, " + timing + "}");
        assertThat(StatusEntry.gate(pod, pod.sidecars().get(0)).isPresent()).isEqualTo(isOurs);
    }

    @Test
    void withoutAnEntryAStartupProbeIsSomebodyElses() {
        Pod pod = pod("{}", "startupProbe: {tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: 60}");
        assertThat(StatusEntry.gate(pod, pod.sidecars().get(0))).isEmpty();
    }
}
