package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Which gates are a guess, and whether something speaks for it. */
class GuessedPortTest {
    private static final String PORTS = "ports: [{containerPort: 8080}, {containerPort: 9090}]";

    private static Optional<GuessedPort> guess(Pod pod) {
        return GuessedPort.of(pod, Gates.DEFAULT.plan(pod).gates().get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: x | 8080 | false",
                "livenessProbe: {tcpSocket: {port: 8080}} | 8080 | true",
                "livenessProbe: {httpGet: {port: 9090}} | 9090 | true",
                "livenessProbe: {tcpSocket: {port: 7070}} | 8080 | false",
                "livenessProbe: {exec: {command: [x]}} | 8080 | false",
                // What answers elsewhere says nothing of this port.
                "livenessProbe: {tcpSocket: {host: db, port: 8080}} | 8080 | false",
            })
    void aDeclaredPortIsAGuess(String field, int number, boolean probed) {
        Pod pod = Yaml.podWithSidecar(PORTS + ", " + field);
        assertThat(guess(pod)).hasValueSatisfying(guess -> {
            assertThat(guess.number()).isEqualTo(number);
            assertThat(guess.isProbed()).isEqualTo(probed);
        });
        assertThat(Gates.DEFAULT.plan(pod).warnings().isEmpty()).isEqualTo(probed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "annotations: {proxy.sidecar-first.io/port: '8080'} | image: x",
                "annotations: {sidecar-first.io/source: port} | image: x",
                "labels: {a: b} | readinessProbe: {tcpSocket: {port: 8080}}",
            })
    void aPortThatSomebodyNamedIsNone(String metadata, String field) {
        assertThat(guess(Yaml.podWithSidecar(metadata, PORTS + ", " + field, "")))
                .isEmpty();
    }

    /** With the longest name and port that there may be. */
    @Test
    void theWarningIsNeverCut() {
        Container sidecar = Yaml.podWithSidecar("labels: {a: b}", PORTS + ", image: x", "")
                .sidecars()
                .get(0);
        ObjectNode longest = ((ObjectNode) sidecar.node().deepCopy()).put("name", "n".repeat(63));
        assertThat(new GuessedPort(new Container(longest, 0, true), 65_535, false).warning(GateMode.PROBE))
                .hasValueSatisfying(warning -> assertThat(warning.text()).endsWith("or inject to false"));
    }
}
