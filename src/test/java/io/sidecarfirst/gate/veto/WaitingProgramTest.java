package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Verdict;
import io.sidecarfirst.gate.Yaml;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that are ready only when a main is. */
class WaitingProgramTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: daprd, args: [/daprd, --app-port, '80'] | /v1.0/healthz | false",
                "image: daprd, args: [/daprd, --app-port=80] | /v1.0/healthz | false",
                "image: daprd, args: [/daprd, --app-port=80] | /v1.0/healthz/outbound | true",
                "image: daprd, args: [/daprd] | /v1.0/healthz | true",
                "image: x, command: [/daprd, --app-port=80] | /v1.0/healthz | false",
                "image: gcr.io/knative-releases/knative.dev/serving/cmd/queue@sha256:01 | / | false",
                "image: example/queue | / | true",
                "image: grafana/promtail | /ready | false",
                "image: grafana/promtail | /metrics | true",
            })
    void areNotWaitedFor(String sidecar, String path, boolean gated) {
        assertGated(sidecar, "httpGet: {path: '" + path + "', port: 3501}", gated);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3501/v1.0/healthz, false",
        "http://localhost:3501/v1.0/healthz?x=y, false",
        "http://localhost:3501/v1.0/healthz/outbound, true",
        "http://localhost:3501/v1.0/healthz-x, true",
        "http://localhost:3501/, true",
    })
    void areAskedByACommandToo(String url, boolean gated) {
        assertGated(
                "image: daprd, args: [/daprd, --app-port=80]", "exec: {command: [wget, -qO-, '" + url + "']}", gated);
    }

    private static void assertGated(String sidecar, String handler, boolean gated) {
        Verdict verdict = Gates.DEFAULT
                .plan(Yaml.podWithSidecar(sidecar + ", readinessProbe: {" + handler + "}"))
                .verdicts()
                .get(0);
        assertThat(verdict instanceof Verdict.Gated).isEqualTo(gated);
    }
}
