package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.gate.source.Sources;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By itself, whatever the other vetoes say. */
class PortOfLaterContainerTest {
    private static final Gate GATE = new Gate(Settings.DEFAULTS, Sources.IN_ORDER, List.of(new PortOfLaterContainer()));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcpSocket: {port: 8080} | 0",
                "tcpSocket: {port: 8081} | 1",
                "tcpSocket: {port: 8080, host: db} | 1",
                "exec: {command: [x], port: 8080} | 1",
            })
    void onlyAProbeOfThisPodAsksIts(String handler, int gates) {
        assertThat(GATE.plan(Yaml.podWithSidecar(
                                "", "readinessProbe: {" + handler + "}", "ports: [{containerPort: 8080}]"))
                        .gates())
                .hasSize(gates);
    }
}
