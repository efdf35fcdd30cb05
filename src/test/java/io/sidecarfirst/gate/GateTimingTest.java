package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The arithmetic of a gate's timing, up to the limits of its numbers. */
class GateTimingTest {
    private static final String MAX = "2147483647";

    private static JsonNode gate(String sidecar, Settings settings) {
        JsonNode pod = JsonMapper.shared()
                .readTree("{\"spec\":{\"initContainers\":[{\"name\":\"s\",\"restartPolicy\":\"Always\"," + sidecar
                        + "}]}}");
        List<Verdict.Gated> gates = Gates.with(settings).plan(Pod.of(pod)).gates();
        assertThat(gates).hasSize(1);
        return gates.get(0).probe();
    }

    private static void assertTiming(JsonNode probe, int delay, int period, int timeout, int threshold) {
        assertThat(probe.path("initialDelaySeconds").asInt(0)).isEqualTo(delay);
        assertThat(probe.path("periodSeconds").intValue()).isEqualTo(period);
        assertThat(probe.path("timeoutSeconds").intValue()).isEqualTo(timeout);
        assertThat(probe.path("failureThreshold").intValue()).isEqualTo(threshold);
    }

    @ParameterizedTest
    @CsvSource({
        "86400,0,1,86400",
        "86400,0,7,12343",
        "86400,86400,1,1",
        "86400,86399,10,1",
        "86400,2147483647,1,1",
        "2147483647,0,1,2147483647",
        "2147483647,0,2147483647,1",
        "2147483647,1,2147483647,1",
        "2147483647,0,2,1073741824",
        "1,0,2147483647,1",
        "1,2147483647,2147483647,1"
    })
    void theThresholdFillsTheBudgetAndIsRoundedUp(long budget, int delay, int period, int threshold) {
        Timing timing = new Timing(delay, period, null, null);
        assertTiming(
                gate(
                        "\"ports\":[{\"containerPort\":80}]",
                        new Settings(budget, timing, false, ReleaseAfter.DEFAULTS, GateMode.PROBE, null)),
                delay,
                period,
                1,
                threshold);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"tcpSocket\":{\"port\":80}}',600",
        "'{\"tcpSocket\":{\"port\":80},\"periodSeconds\":200}',600",
        "'{\"tcpSocket\":{\"port\":80},\"periodSeconds\":201}',603",
        "'{\"tcpSocket\":{\"port\":80},\"initialDelaySeconds\":900}',930",
        "'{\"tcpSocket\":{\"port\":80},\"initialDelaySeconds\":2147483647}',2147483647",
        "'{\"tcpSocket\":{\"port\":80},\"periodSeconds\":2147483647,\"failureThreshold\":2147483647}',2147483647",
        "'{\"tcpSocket\":{\"port\":80},\"periodSeconds\":4294967296,\"failureThreshold\":-5}',600",
        "'{\"tcpSocket\":{\"port\":80},\"periodSeconds\":1e9,\"failureThreshold\":\"9\"}',600"
    })
    void aLivenessProbeSetsTheBudget(String liveness, int threshold) {
        assertTiming(
                gate("\"ports\":[{\"containerPort\":80}],\"livenessProbe\":" + liveness, Settings.DEFAULTS),
                0,
                1,
                1,
                threshold);
    }

    @ParameterizedTest
    @CsvSource({
        "'',1,1,86400",
        "',\"timeoutSeconds\":3',3,3,28800",
        "',\"timeoutSeconds\":30',10,30,8640",
        "',\"timeoutSeconds\":30,\"periodSeconds\":5',5,30,17280",
        "',\"timeoutSeconds\":2147483647,\"periodSeconds\":2147483647',2147483647,2147483647,1",
        "',\"timeoutSeconds\":0,\"periodSeconds\":0',1,1,86400",
        "',\"timeoutSeconds\":2147483648,\"periodSeconds\":null',1,1,86400"
    })
    void anExecCostsAProcessEachTime(String fields, int period, int timeout, int threshold) {
        assertTiming(
                gate("\"readinessProbe\":{\"exec\":{\"command\":[\"x\"]}" + fields + "}", Settings.DEFAULTS),
                0,
                period,
                timeout,
                threshold);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2147483647,2147483647,2147483647,2147483647", "0,1,1,2147483647"})
    void theSettingsWin(int delay, int period, int timeout, int threshold) {
        Timing timing = new Timing(delay, period, timeout, threshold);
        assertTiming(
                gate(
                        "\"readinessProbe\":{\"httpGet\":{\"port\":80},\"periodSeconds\":" + MAX + "}",
                        new Settings(1, timing, false, ReleaseAfter.DEFAULTS, GateMode.PROBE, null)),
                delay,
                period,
                timeout,
                threshold);
    }
}
