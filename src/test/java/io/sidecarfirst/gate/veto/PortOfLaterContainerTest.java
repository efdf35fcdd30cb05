package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Plan;
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

    /**
     * An annotation's port is the later sidecar's before its gate is made, too; and a startupProbe's is, whoever wrote
     * it, also where a status says that it is ours and it asks something else by now.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b.sidecar-first.io/port: '8080' | name: b | 0",
                "b.sidecar-first.io/port: '8080' | name: b, startupProbe: {tcpSocket: {port: 8080}} | 0",
                "b.sidecar-first.io/port: web | name: b, ports: [{name: web, containerPort: 8080}] | 0",
                "b.sidecar-first.io/port: '8081' | name: b | 1",
                "b.sidecar-first.io/port: '8081' | name: b, startupProbe: {tcpSocket: {port: 8080}} | 0",
                "b.sidecar-first.io/probe: '{grpc: {port: 8080}}' | name: b | 0",
                "b.sidecar-first.io/probe: '{grpc: {port: 8081}}' | name: b | 1",
                "b.sidecar-first.io/probe: '{exec: {command: [x, \"8080\"]}}' | name: b | 1",
                "a.sidecar-first.io/timeout-seconds: '8080' | name: b | 1",
                "sidecar-first.io/status: '{\"b\":{\"gated\":\"port\",\"period\":1,\"threshold\":9}}' | name: b,"
                        + " startupProbe: {tcpSocket: {port: 8080}, periodSeconds: 1, failureThreshold: 9} | 0",
                "sidecar-first.io/status: '{\"b\":{\"gated\":\"port\",\"period\":1,\"threshold\":9}}' | name: b,"
                        + " startupProbe: {tcpSocket: {port: 8081}, periodSeconds: 1, failureThreshold: 9} | 1",
            })
    void aLaterSidecarsPortMayStandInAnAnnotation(String annotation, String later, int gates) {
        Plan plan = GATE.plan(Yaml.pod("""
                metadata: {annotations: {%s}}
                spec:
                  initContainers:
                  - {name: a, restartPolicy: Always, readinessProbe: {httpGet: {port: 8080}}}
                  - {restartPolicy: Always, %s}
                  containers: [{name: main}]
                """.formatted(annotation, later)));
        assertThat(plan.gates().stream().filter(gated -> gated.sidecar().name().equals("a")))
                .hasSize(gates);
    }
}
