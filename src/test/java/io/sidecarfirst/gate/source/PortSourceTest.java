package io.sidecarfirst.gate.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.PortReference;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several declared ports is taken. */
class PortSourceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ports: [{containerPort: 8080}, {containerPort: 9000}] | 8080",
                "ports: [{containerPort: 8080, protocol: UDP}, {containerPort: 9000}] | 9000",
                "ports: [{name: metrics, containerPort: 8080}, {containerPort: 9000}] | 9000",
                "ports: [{containerPort: 8080}, {containerPort: 9000}],"
                        + " livenessProbe: {tcpSocket: {port: 9000}} | 9000",
                // A probe on a port that is not declared, or for UDP, is not the source "port".
                "ports: [{containerPort: 8080}], livenessProbe: {tcpSocket: {port: 9000}} | 8080",
                "ports: [{containerPort: 9000, protocol: UDP}, {containerPort: 8080}],"
                        + " livenessProbe: {tcpSocket: {port: 9000}} | 8080",
                "ports: [{containerPort: 8080}, {containerPort: 9000}],"
                        + " livenessProbe: {tcpSocket: {host: db, port: 9000}} | 8080",
            })
    void theFirstThatIsMostLikelyOpen(String sidecar, int port) {
        assertThat(Gates.DEFAULT.plan(Yaml.podWithSidecar(sidecar)).gates())
                .extracting(Verdict.Gated::handler)
                .singleElement()
                .satisfies(handler -> assertThat(handler.port()).contains(new PortReference.ByNumber(port)));
    }

    /** Where something speaks against each, that against the one which the mains use is told. */
    @ParameterizedTest
    @CsvSource({
        "'', skipped, loopback-only",
        "'annotations: {sidecar-first.io/source: port}', gated, port",
    })
    void anAuxiliaryPortComesLast(String metadata, String verdict, String why) {
        String sidecar =
                "image: cloud-sql-proxy:2, ports: [{name: metrics, containerPort: 9091}, {containerPort: 5432}]";
        Verdict decided = Gates.DEFAULT
                .plan(Yaml.podWithSidecar(metadata, sidecar, ""))
                .verdicts()
                .get(0);
        assertThat(decided.entry()).containsEntry(verdict, why);
        if (decided instanceof Verdict.Gated gated) {
            assertThat(gated.handler().port()).contains(new PortReference.ByNumber(5432));
        }
    }
}
