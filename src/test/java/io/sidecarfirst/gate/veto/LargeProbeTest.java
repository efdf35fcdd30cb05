package io.sidecarfirst.gate.veto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Pod;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** The limit of a check's size, by the character, wherever its texts are. */
class LargeProbeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"exec\":{\"command\":[\"%s\"]}}                                                    | 3",
                "{\"exec\":{\"command\":[\"sh\",\"%s\"]}}                                             | 8",
                "{\"httpGet\":{\"port\":80,\"path\":\"%s\"}}                                          | 3",
                "{\"httpGet\":{\"port\":80,\"httpHeaders\":[{\"name\":\"n\",\"value\":\"%s\"}]}}      | 7",
                "{\"grpc\":{\"port\":80,\"service\":\"%s\"}}                                          | 3",
            })
    void theLargestThatIsCopied(String probe, int others) {
        String longest = "x".repeat(Handler.MAX_CHARACTERS - others);
        assertThat(verdict(probe.formatted(longest))).isInstanceOf(Verdict.Gated.class);
        assertThat(verdict(probe.formatted(longest + "x")))
                .isInstanceOfSatisfying(
                        Verdict.Skipped.class,
                        skipped -> assertThat(skipped.reason()).isEqualTo(Reason.PROBE_TOO_LARGE));
    }

    private static Verdict verdict(String probe) {
        return Gates.DEFAULT
                .plan(Pod.of(JsonMapper.shared()
                        .readTree("{\"spec\":{\"initContainers\":[{\"name\":\"s\",\"restartPolicy\":\"Always\","
                                + "\"readinessProbe\":" + probe + "}],\"containers\":[]}}")))
                .verdicts()
                .get(0);
    }
}
