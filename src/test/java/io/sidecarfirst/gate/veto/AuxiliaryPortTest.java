package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A port for metrics is no gate, unless a probe of the sidecar's own says that it opens. */
class AuxiliaryPortTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ports: [{name: metrics, containerPort: 9090}] | skipped | auxiliary-port",
                "ports: [{name: http, containerPort: 9090}] | gated | port",
                "ports: [{name: metrics, containerPort: 9090}, {name: http, containerPort: 9090}] | gated | port",
                "ports: [{name: metrics, containerPort: 9090}, {name: dns, containerPort: 53, protocol: UDP}]"
                        + " | skipped | auxiliary-port",
                "ports: [{name: metrics, containerPort: 9090}], livenessProbe: {tcpSocket: {port: 9090}}"
                        + " | gated | port",
                "ports: [{name: metrics, containerPort: 9090}], livenessProbe: {tcpSocket: {port: 9091}}"
                        + " | skipped | auxiliary-port",
                "ports: [{name: metrics, containerPort: 9090}], livenessProbe: {tcpSocket: {host: db, port: 9090}}"
                        + " | skipped | auxiliary-port",
                // The other port speaks neither for the auxiliary one nor for itself.
                "ports: [{name: metrics, containerPort: 9090}, {containerPort: 8080}], args: [--listen=127.0.0.1:8080]"
                        + " | skipped | loopback-only",
            })
    void byItsName(String sidecar, String verdict, String why) {
        assertThat(Gates.DEFAULT
                        .plan(Yaml.podWithSidecar(sidecar))
                        .verdicts()
                        .get(0)
                        .entry())
                .containsEntry(verdict, why);
    }
}
